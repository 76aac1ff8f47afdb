// The session cookie: `__Host-` (RFC 6265bis: Secure, no Domain, Path=/), HttpOnly, SameSite=Strict, and in it a random
// id alone. Each request gets the living session it stands for, or null.
import secureSession from '@fastify/secure-session';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { User } from '../../shared/console-api.ts';
import type { Session, SessionStore } from './session-store.ts';

export const COOKIE_NAME = '__Host-roomtone';
/** Set by pages on requests that a timer makes, which must not keep a session alive. */
export const BACKGROUND_HEADER = 'x-roomtone-background';

declare module '@fastify/secure-session' {
  interface SessionData {
    id: string;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The living session of this request. */
    signedIn: Session | null;
  }
}

export async function addSessionCookie(app: FastifyInstance, sessions: SessionStore, key: Buffer): Promise<void> {
  await app.register(secureSession, {
    cookieName: COOKIE_NAME,
    key,
    cookie: { path: '/', secure: true, httpOnly: true, sameSite: 'strict' },
  });
  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async (request) => {
    const id: unknown = request.session.get('id');
    const touch = request.headers[BACKGROUND_HEADER] === undefined && request.headers.upgrade === undefined;
    request.signedIn = typeof id === 'string' ? await sessions.open(id, touch) : null;
  });
}

/** Ends the session that the browser came with, if any, and begins a new one with a new id. */
export async function signIn(request: FastifyRequest, sessions: SessionStore, user: User): Promise<Session> {
  const before = request.signedIn;
  if (before !== null) await sessions.end((session) => session.digest === before.digest);
  const { id, session } = await sessions.create(user);
  request.session.set('id', id);
  request.signedIn = session;
  return session;
}

export async function signOut(request: FastifyRequest, sessions: SessionStore): Promise<void> {
  const current = request.signedIn;
  if (current !== null) await sessions.end((session) => session.digest === current.digest);
  request.session.delete();
  request.signedIn = null;
}
