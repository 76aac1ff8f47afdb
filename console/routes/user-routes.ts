// Users and their sessions: who may come in, who is in, and showing them out.
import {
  createUserRequestSchema,
  DONE,
  doneSchema,
  sessionParamsSchema,
  sessionsResponseSchema,
  userParamsSchema,
  userSchema,
  usersResponseSchema,
} from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import { notFound, signInRequired } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import { handleOf, type Session, summaryOf } from '../sessions/session-store.ts';
import type { ConsoleApp } from './contract.ts';

export function addUserRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { accounts, sessions } = parts;
  app.get('/api/users', { schema: { response: { 200: usersResponseSchema } } }, async () => ({
    users: [...accounts.list()],
  }));

  const creation = { body: createUserRequestSchema, response: { 200: userSchema } };
  app.post('/api/users', { schema: creation }, async (request) => {
    const { name, role, password } = request.body;
    const user = await accounts.create(name, role, password);
    await audit(parts, request, 'user-created', `${name} as ${role}`);
    return user;
  });

  const removal = { params: userParamsSchema, response: { 200: doneSchema } };
  app.delete('/api/users/:name', { schema: removal }, async (request) => {
    const { name } = request.params;
    await accounts.remove(name);
    await sessions.end((session) => session.name === name);
    await audit(parts, request, 'user-removed', name);
    return DONE;
  });
  addSessionList(app, parts);
}

/** An admin sees and ends every session, a viewer their own. */
function addSessionList(app: ConsoleApp, parts: ConsoleParts): void {
  const config = { role: 'viewer' } as const;
  const visibleTo = (current: Session) =>
    parts.sessions.list().filter((session) => current.role === 'admin' || session.name === current.name);

  app.get('/api/sessions', { schema: { response: { 200: sessionsResponseSchema } }, config }, async ({ signedIn }) => {
    if (signedIn === null) throw signInRequired();
    return { sessions: visibleTo(signedIn).map((session) => summaryOf(session, signedIn)) };
  });

  const ending = { params: sessionParamsSchema, response: { 200: doneSchema } };
  app.delete('/api/sessions/:handle', { schema: ending, config }, async (request) => {
    if (request.signedIn === null) throw signInRequired();
    const ended = visibleTo(request.signedIn).find((session) => handleOf(session) === request.params.handle);
    if (ended === undefined) throw notFound('session');
    await parts.sessions.end((session) => session.digest === ended.digest);
    await audit(parts, request, 'session-ended', ended.name);
    return DONE;
  });
}
