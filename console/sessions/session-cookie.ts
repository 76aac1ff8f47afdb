// The session cookie: `__Host-` (RFC 6265bis: Secure, no Domain, Path=/), HttpOnly, SameSite=Strict, and in it a random
// id alone. Each request gets the living session it stands for, or null. A second cookie only tells that a browser has
// signed in before: it opens nothing, and gives its browser a delay of its own after wrong passwords.
import { randomUUID } from 'node:crypto';
import secureSession, { type Session as SealedCookie } from '@fastify/secure-session';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { User } from '../../shared/console-api.ts';
import { type Counter, knownBrowser, strangerAt } from '../accounts/sign-in-delay.ts';
import type { Session, SessionStore } from './session-store.ts';

export const COOKIE_NAME = '__Host-roomtone';
export const BROWSER_COOKIE_NAME = '__Host-roomtone-browser';
/** Half a year: who comes by less often is a stranger again. */
const BROWSER_KNOWN_SECONDS = 180 * 24 * 3_600;
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
    /** What this browser was told when it last signed in. */
    knownBrowser: SealedCookie<{ readonly account: string; readonly token: string }>;
  }
}

export async function addSessionCookie(app: FastifyInstance, sessions: SessionStore, key: Buffer): Promise<void> {
  const cookie = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;
  await app.register(secureSession, [
    { sessionName: 'session', cookieName: COOKIE_NAME, key, cookie },
    {
      sessionName: 'knownBrowser',
      cookieName: BROWSER_COOKIE_NAME,
      key,
      expiry: BROWSER_KNOWN_SECONDS,
      cookie: { ...cookie, maxAge: BROWSER_KNOWN_SECONDS },
    },
  ]);
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
  request.knownBrowser.set('account', user.name);
  request.knownBrowser.set('token', randomUUID());
  request.signedIn = session;
  return session;
}

/** What a sign-in to `account` from this browser is counted by. */
export function attemptOf(request: Pick<FastifyRequest, 'ip' | 'knownBrowser'>, account: string): readonly Counter[] {
  const token: unknown = request.knownBrowser.get('token');
  const isKnown = typeof token === 'string' && request.knownBrowser.get('account') === account;
  return isKnown ? knownBrowser(token, account) : strangerAt(request.ip, account);
}

export async function signOut(request: FastifyRequest, sessions: SessionStore): Promise<void> {
  const current = request.signedIn;
  if (current !== null) await sessions.end((session) => session.digest === current.digest);
  request.session.delete();
  request.signedIn = null;
}
