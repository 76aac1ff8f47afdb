// The routes of sense/windows: link pulls what was released and says what it has taken. Nothing can be set here.
import type { FastifyInstance } from 'fastify';
import type { SenseBirth, SenseHealth } from '../../../shared/messages.ts';
import {
  acknowledgeRequestSchema,
  acknowledgeResponseSchema,
  birthResponseSchema,
  healthResponseSchema,
  releasesQuerySchema,
  releasesResponseSchema,
} from '../../../shared/sense-api.ts';
import type { Room } from './room.ts';

export interface WindowsRoutes {
  readonly room: Pick<Room, 'releases' | 'acknowledge'>;
  readonly birth: () => SenseBirth;
  readonly health: () => SenseHealth;
}

/** Adds the routes to the application of the socket `sense/windows`. */
export const windowsRoutes =
  ({ room, birth, health }: WindowsRoutes) =>
  (app: FastifyInstance): void => {
    app.get('/v1/releases', async (request, reply) => {
      const { limit, waitMs } = releasesQuerySchema.parse(request.query);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return releasesResponseSchema.parse({ releases: await room.releases(limit, waitMs, gone.signal) });
    });
    app.post('/v1/releases/acknowledge', async (request) => {
      const { keys } = acknowledgeRequestSchema.parse(request.body);
      return acknowledgeResponseSchema.parse({ acknowledged: await room.acknowledge(keys) });
    });
    app.get('/v1/birth', () => birthResponseSchema.parse(birth()));
    app.get('/v1/health', () => healthResponseSchema.parse(health()));
  };
