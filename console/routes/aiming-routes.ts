// Aiming the camera: an admin sees its whole picture for five minutes. After set-up it takes the password again and a
// reason; both that it began and that it was ended are written down. Sense decides whether the room allows it at all.
import { z } from 'zod';
import { aimRequestSchema } from '../../shared/console-aiming.ts';
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import { socketViewer } from '../preview/viewer.ts';
import { confirmPassword } from '../sessions/fresh-sign-in.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

const SENSE = { path: '/v1/aiming', response: z.unknown() } as const;
const ADMIN = { role: 'admin' } as const;

export function addAimingRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { body: aimRequestSchema, response: { 200: doneSchema } };
  app.post('/api/aiming', { schema, config: { ...ADMIN, ...STRICT_LIMIT } }, async (request) => {
    const { password, reason } = request.body;
    if (password !== null) await confirmPassword(parts, request, password);
    await parts.upstream.askSense({ ...SENSE, method: 'POST', body: { reason } });
    await audit(parts, request, 'aiming-on', reason ?? 'set-up');
    return DONE;
  });

  app.delete('/api/aiming', { schema: { response: { 200: doneSchema } }, config: ADMIN }, async (request) => {
    await parts.upstream.askSense({ ...SENSE, method: 'DELETE' });
    await audit(parts, request, 'aiming-off');
    return DONE;
  });
  addPicture(app, parts);
}

/** Session, role and origin were checked by the gate before this is reached, so before the upgrade. */
function addPicture(app: ConsoleApp, { preview, sessions }: ConsoleParts): void {
  app.route({
    method: 'GET',
    url: '/api/aiming',
    config: { ...ADMIN, answers: 'socket' },
    preHandler: async () => preview.admit(),
    handler: (_request, reply) =>
      reply.status(426).send({ code: 'REQUEST_INVALID', message: 'a WebSocket is needed', hint: '' }),
    wsHandler: (viewer, request) => {
      const { signedIn } = request;
      preview.join(socketViewer(viewer), () => signedIn !== null && sessions.isAlive(signedIn.digest), 'aiming');
    },
  });
}
