// What the pages show of the room: status, released windows, the preview.
import { DONE, doneSchema, statusResponseSchema } from '../../shared/console-api.ts';
import { windowsQuerySchema, windowsResponseSchema } from '../../shared/link-api.ts';
import { previewRequestSchema } from '../../shared/sense-api.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

const VIEWER = { role: 'viewer' } as const;

export function addRoomRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  app.get('/api/status', { schema: { response: { 200: statusResponseSchema } }, config: VIEWER }, () =>
    parts.upstream.status(),
  );

  app.get(
    '/api/windows',
    { schema: { querystring: windowsQuerySchema, response: { 200: windowsResponseSchema } }, config: VIEWER },
    (request) => parts.upstream.windows(request.query),
  );

  app.put(
    '/api/preview',
    { schema: { body: previewRequestSchema, response: { 200: doneSchema } } },
    async (request) => {
      await parts.upstream.order('PUT', '/v1/preview', request.body);
      await audit(parts, request, request.body.enabled ? 'preview-on' : 'preview-off');
      return DONE;
    },
  );
  addPreview(app, parts);
}

/** Session and origin were checked by the gate before this is reached, so before the upgrade; so is the room for one. */
function addPreview(app: ConsoleApp, { preview, sessions }: ConsoleParts): void {
  app.route({
    method: 'GET',
    url: '/api/preview',
    config: { role: 'viewer', answers: 'socket' },
    preHandler: async () => preview.admit(),
    handler: (_request, reply) =>
      reply.status(426).send({ code: 'REQUEST_INVALID', message: 'a WebSocket is needed', hint: '' }),
    wsHandler: (viewer, request) => {
      const { signedIn } = request;
      preview.join(viewer, () => signedIn !== null && sessions.isAlive(signedIn.digest));
    },
  });
}
