// Reading and changing the operational configuration, and its history.
import type { FastifyInstance } from 'fastify';
import {
  configurationFileSchema,
  configurationHistorySchema,
  configurationOutcomeSchema,
  configurationResponseSchema,
  importConfigurationSchema,
  patchConfigurationSchema,
  putConfigurationSchema,
  restoreConfigurationSchema,
} from '../../../shared/link-configuration.ts';
import type { ConfigurationDesk } from '../config/configuration-desk.ts';
import type { ConfigurationStore } from '../config/configuration-store.ts';

export interface ConfigurationRoutesOptions {
  readonly desk: ConfigurationDesk;
  readonly store: ConfigurationStore;
}

export function addConfigurationRoutes(app: FastifyInstance, { desk, store }: ConfigurationRoutesOptions): void {
  const outcome = configurationOutcomeSchema;

  app.get('/v1/configuration', () => configurationResponseSchema.parse(desk.read()));
  app.get('/v1/configuration/history', () => configurationHistorySchema.parse({ revisions: store.history }));
  app.get('/v1/configuration/export', () => configurationFileSchema.parse(desk.export()));

  app.put('/v1/configuration', async (request) => {
    const { settings, ...asker } = putConfigurationSchema.parse(request.body);
    return outcome.parse(await desk.put(asker, settings));
  });
  app.patch('/v1/configuration', async (request) => {
    const { settings, ...asker } = patchConfigurationSchema.parse(request.body);
    return outcome.parse(await desk.patch(asker, settings));
  });
  app.post('/v1/configuration/restore', async (request) => {
    const { to, ...asker } = restoreConfigurationSchema.parse(request.body);
    return outcome.parse(await desk.restore(asker, to));
  });
  app.post('/v1/configuration/import', async (request) => {
    const { file, ...asker } = importConfigurationSchema.parse(request.body);
    return outcome.parse(await desk.import(asker, file));
  });
}
