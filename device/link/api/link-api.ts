// Link's local API for the console and the supervisor. Read-only.
import type { FastifyInstance } from 'fastify';
import {
  type LinkStatus,
  linkStatusSchema,
  windowsQuerySchema,
  windowsResponseSchema,
} from '../../../shared/link-api.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { readRing } from '../outbox/window-ring.ts';

export interface LinkApiOptions {
  readonly outbox: Outbox;
  readonly readStatus: () => LinkStatus;
}

export const linkApi =
  ({ outbox, readStatus }: LinkApiOptions) =>
  (app: FastifyInstance): void => {
    app.get('/v1/status', () => linkStatusSchema.parse(readStatus()));

    app.get('/v1/windows', async (request) => {
      const { stream, limit } = windowsQuerySchema.parse(request.query);
      return windowsResponseSchema.parse({ windows: await readRing(outbox.newestFirst(), { stream, limit }) });
    });
  };
