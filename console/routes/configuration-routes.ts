// The operational configuration. Link owns it; here is decided who may change it, and it is written down who did.
import type { FastifyRequest } from 'fastify';
import {
  changeConfigurationRequestSchema,
  configurationPageSchema,
  importConfigurationRequestSchema,
  restoreConfigurationRequestSchema,
} from '../../shared/console-link-api.ts';
import {
  configurationFileSchema,
  configurationHistorySchema,
  configurationOutcomeSchema,
  configurationResponseSchema,
  DEFAULT_CONFIGURATION,
} from '../../shared/link-configuration.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

const PATH = '/v1/configuration';

export function addConfigurationRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { upstream } = parts;
  app.get('/api/configuration', { schema: { response: { 200: configurationPageSchema } } }, async () => {
    const held = await upstream.askLink({ method: 'GET', path: PATH, response: configurationResponseSchema });
    return { ...held, defaults: DEFAULT_CONFIGURATION };
  });

  app.get('/api/configuration/history', { schema: { response: { 200: configurationHistorySchema } } }, () =>
    upstream.askLink({ method: 'GET', path: `${PATH}/history`, response: configurationHistorySchema }),
  );

  app.get('/api/configuration/export', { schema: { response: { 200: configurationFileSchema } } }, () =>
    upstream.askLink({ method: 'GET', path: `${PATH}/export`, response: configurationFileSchema }),
  );
  addChanges(app, parts);
}

/** Each change is for all its keys or for none. What was refused has changed nothing, so it is not written down. */
function addChanges(app: ConsoleApp, parts: ConsoleParts): void {
  const response = { 200: configurationOutcomeSchema };
  const change = async (request: FastifyRequest, { method, path, body, detail }: Change) => {
    const by = request.signedIn?.name;
    const answer = await parts.upstream.askLink({
      ...{ method, path, body: { ...body, by } },
      response: configurationOutcomeSchema,
    });
    if (answer.outcome === 'applied') {
      await audit(parts, request, 'configuration-changed', `revision ${answer.configuration.revision}: ${detail}`);
    }
    return answer;
  };

  app.patch('/api/configuration', { schema: { body: changeConfigurationRequestSchema, response } }, (request) => {
    const { body } = request;
    return change(request, { method: 'PATCH', path: PATH, body, detail: Object.keys(body.settings).join(' ') });
  });

  const restoration = { body: restoreConfigurationRequestSchema, response };
  app.post('/api/configuration/restore', { schema: restoration }, (request) => {
    const { body } = request;
    return change(request, { method: 'POST', path: `${PATH}/restore`, body, detail: `as in revision ${body.to}` });
  });

  app.post('/api/configuration/import', { schema: { body: importConfigurationRequestSchema, response } }, (request) =>
    change(request, { method: 'POST', path: `${PATH}/import`, body: request.body, detail: 'from a file' }),
  );
}

interface Change {
  readonly method: 'PATCH' | 'POST';
  readonly path: string;
  readonly body: object;
  /** Keys and revisions, no values: an address may be nobody else's business. */
  readonly detail: string;
}
