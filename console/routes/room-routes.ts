// What the pages show of the room: status, released windows, the preview.
import { DONE, doneSchema, statusResponseSchema } from '../../shared/console-api.ts';
import { windowsQuerySchema, windowsResponseSchema } from '../../shared/link-api.ts';
import { previewRequestSchema } from '../../shared/sense-api.ts';
import { audit } from '../audit/request-audit.ts';
import { previewOff } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import { MULTIPART_TYPE, multipartViewer, socketViewer } from '../preview/viewer.ts';
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
function addPreview(app: ConsoleApp, parts: ConsoleParts): void {
  const { preview, sessions } = parts;
  app.route({
    method: 'GET',
    url: '/api/preview',
    config: { role: 'viewer', answers: 'socket' },
    preHandler: async () => preview.admit(),
    handler: (_request, reply) =>
      reply.status(426).send({ code: 'REQUEST_INVALID', message: 'a WebSocket is needed', hint: '' }),
    wsHandler: (viewer, request) => {
      const { signedIn } = request;
      preview.join(socketViewer(viewer), () => signedIn !== null && sessions.isAlive(signedIn.digest));
    },
  });
  addPictures(app, parts);
}

/** The mosaic alone, for whatever can show a picture but speaks no WebSocket; the same gate, the same two places. */
function addPictures(app: ConsoleApp, { preview, sessions, upstream }: ConsoleParts): void {
  const config = { role: 'viewer', answers: 'file' } as const;
  app.get('/api/preview.mjpeg', { config }, async (request, reply) => {
    const { signedIn } = request;
    const { sense } = await upstream.status();
    if (sense?.previewEnabled !== true) throw previewOff();
    preview.admit();
    const viewer = multipartViewer();
    preview.join(viewer, () => signedIn !== null && sessions.isAlive(signedIn.digest));
    return reply.type(MULTIPART_TYPE).send(viewer.body);
  });
}
