// Sign in, sign out, who is signed in, change one's password.
import type { FastifyRequest } from 'fastify';
import {
  changePasswordRequestSchema,
  currentSessionSchema,
  DONE,
  doneSchema,
  sessionResponseSchema,
  signInRequestSchema,
} from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import { codeNeeded, codeWrong, signInWrong } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import { confirmPassword } from '../sessions/fresh-sign-in.ts';
import { attemptOf, signIn, signOut } from '../sessions/session-cookie.ts';
import type { ConsoleApp } from './contract.ts';
import { STRICT_LIMIT } from './rate-limits.ts';

export function addSessionRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { sessions } = parts;
  app.get('/api/session', { schema: { response: { 200: currentSessionSchema } } }, async (request) => ({
    session: request.signedIn === null ? null : sessions.describe(request.signedIn),
  }));
  addSignIn(app, parts);
  app.delete(
    '/api/session',
    { schema: { response: { 200: doneSchema } }, config: { role: 'viewer' } },
    async (request) => {
      await audit(parts, request, 'signed-out');
      await signOut(request, sessions);
      return DONE;
    },
  );
  addChangePassword(app, parts);
}

function addSignIn(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { body: signInRequestSchema, response: { 200: sessionResponseSchema } };
  app.post('/api/session', { schema, config: STRICT_LIMIT }, async (request) => {
    const { name, password, code } = request.body;
    const attempt = attemptOf(request, name);
    await parts.signInDelay.begin(attempt);
    const user = await parts.accounts.verify(name, password);
    if (user === null) {
      // The name is not written down: people type passwords into the wrong field.
      await audit(parts, request, 'sign-in-refused');
      throw signInWrong();
    }
    await takeCode(parts, request, name, code);
    await parts.signInDelay.succeed(attempt);
    const session = await signIn(request, parts.sessions, user);
    await audit(parts, request, 'signed-in');
    return parts.sessions.describe(session);
  });
}

/** The attempt stays counted until the code was right too: who has the password can't try codes at leisure. */
async function takeCode(parts: ConsoleParts, request: FastifyRequest, name: string, code: string | undefined) {
  if (!parts.secondFactor.isOn(name)) return;
  if (code === undefined) throw codeNeeded();
  if (await parts.secondFactor.take(name, code)) return;
  await audit(parts, request, 'code-refused');
  throw codeWrong();
}

/** Needs the current password, and ends every other session of the account (OWASP ASVS 5.0, 7.4.3). */
function addChangePassword(app: ConsoleApp, parts: ConsoleParts): void {
  const schema = { body: changePasswordRequestSchema, response: { 200: doneSchema } };
  const config = { ...STRICT_LIMIT, role: 'viewer' } as const;
  app.put('/api/password', { schema, config }, async (request) => {
    const current = await confirmPassword(parts, request, request.body.current);
    await parts.accounts.setPassword(current.name, request.body.next);
    await parts.sessions.end((session) => session.name === current.name && session.digest !== current.digest);
    await audit(parts, request, 'password-changed');
    return DONE;
  });
}
