// Link's local API for the console and the supervisor, on a Unix socket.
import type { FastifyInstance } from 'fastify';
import {
  type LinkStatus,
  linkHealthSchema,
  linkStatusSchema,
  updateResponseSchema,
  windowsQuerySchema,
  windowsResponseSchema,
} from '../../../shared/link-api.ts';
import type { Birth, Health } from '../../../shared/messages.ts';
import type { LogRing } from '../../runtime/log-ring.ts';
import { addLogRoutes } from '../../runtime/log-routes.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { readRing } from '../outbox/window-ring.ts';
import { addSiemRoutes } from '../siem/event-routes.ts';
import type { Siem } from '../siem/siem.ts';
import { addBrokerRoutes, type BrokerRoutesOptions } from './broker-routes.ts';
import { addConfigurationRoutes, type ConfigurationRoutesOptions } from './configuration-routes.ts';

export interface LinkApiOptions {
  readonly outbox: Outbox;
  readonly readStatus: () => LinkStatus;
  readonly readHealth: () => Promise<Health>;
  readonly software: Birth['software'];
  readonly configuration: ConfigurationRoutesOptions;
  readonly broker: BrokerRoutesOptions;
  readonly logRing: LogRing;
  readonly siem: Siem;
}

export const linkApi =
  ({ outbox, readStatus, readHealth, software, configuration, broker, logRing, siem }: LinkApiOptions) =>
  (app: FastifyInstance): void => {
    app.get('/v1/status', () => linkStatusSchema.parse(readStatus()));
    app.get('/v1/health', async () => linkHealthSchema.parse(await readHealth()));
    app.get('/v1/update', () => updateResponseSchema.parse({ state: 'not-set-up', software }));
    app.get('/v1/windows', async (request) => {
      const query = windowsQuerySchema.parse(request.query);
      return windowsResponseSchema.parse(await readRing(outbox, query));
    });
    addConfigurationRoutes(app, configuration);
    addBrokerRoutes(app, broker);
    addLogRoutes(app, logRing);
    addSiemRoutes(app, siem);
  };
