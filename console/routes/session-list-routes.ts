// Sessions: who is in, and showing them out. An admin sees and ends every session, a viewer their own.
import { DONE, doneSchema, sessionParamsSchema, sessionsResponseSchema } from '../../shared/console-api.ts';
import { audit } from '../audit/request-audit.ts';
import { notFound, signInRequired } from '../errors.ts';
import type { ConsoleParts } from '../parts.ts';
import { handleOf, type Session, summaryOf } from '../sessions/session-store.ts';
import type { ConsoleApp } from './contract.ts';

const VIEWER = { role: 'viewer' } as const;

export function addSessionListRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const visibleTo = (current: Session) =>
    parts.sessions.list().filter((session) => current.role === 'admin' || session.name === current.name);

  const listing = { schema: { response: { 200: sessionsResponseSchema } }, config: VIEWER };
  app.get('/api/sessions', listing, async ({ signedIn }) => {
    if (signedIn === null) throw signInRequired();
    return { sessions: visibleTo(signedIn).map((session) => summaryOf(session, signedIn)) };
  });

  const ending = { params: sessionParamsSchema, response: { 200: doneSchema } };
  app.delete('/api/sessions/:handle', { schema: ending, config: VIEWER }, async (request) => {
    if (request.signedIn === null) throw signInRequired();
    const ended = visibleTo(request.signedIn).find((session) => handleOf(session) === request.params.handle);
    if (ended === undefined) throw notFound('session');
    await parts.sessions.end((session) => session.digest === ended.digest);
    await audit(parts, request, 'session-ended', ended.name);
    return DONE;
  });
}
