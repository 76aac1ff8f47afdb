// Sessions live on the server, so that they can be listed and ended; the cookie holds nothing but a random id, and the
// file nothing but its digest. Idle 15 minutes, 8 hours at most.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Logger } from '../../device/runtime/log.ts';
import type { Random } from '../../device/runtime/random.ts';
import { ROLES, type SessionResponse, type SessionSummary, type User } from '../../shared/console-api.ts';

export const IDLE_MS = 15 * 60_000;
export const ABSOLUTE_MS = 8 * 3_600_000;
const ID_BYTES = 32;
/** The oldest ends when there are more. */
const SESSIONS_MAX = 64;
/** `lastSeenMs` reaches the disk at most this often: an SD card wears out. */
const SAVE_PERIOD_MS = 60_000;
/** A wall clock that was set back further than this ends the sessions from before. */
const CLOCK_TOLERANCE_MS = 60_000;

const sessionSchema = z.strictObject({
  digest: z.string().length(64),
  name: z.string(),
  role: z.enum(ROLES),
  createdMs: z.number(),
  lastSeenMs: z.number(),
});
export type Session = Readonly<z.infer<typeof sessionSchema>>;
const stateSchema = z.strictObject({ v: z.literal(1), sessions: z.array(sessionSchema) });
type State = z.infer<typeof stateSchema>;

export interface SessionStoreOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class SessionStore implements Service {
  readonly name = 'sessions';
  readonly #path: string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Logger;
  #state: Low<State> | undefined;
  #savedAtMs = 0;

  constructor(options: SessionStoreOptions) {
    this.#path = join(options.stateFolder, 'console', 'sessions.json');
    this.#clock = options.clock;
    this.#random = options.random;
    this.#log = options.log;
  }

  async start(): Promise<void> {
    this.#state = await openState<State>(this.#path, stateSchema, { v: 1, sessions: [] });
  }

  async stop(): Promise<void> {
    await this.#save();
    this.#state = undefined;
  }

  /** A new id at each sign-in. @returns the id for the cookie; it is kept nowhere. */
  async create(user: Pick<User, 'name' | 'role'>): Promise<{ readonly id: string; readonly session: Session }> {
    const id = Buffer.from(this.#random.bytes(ID_BYTES)).toString('base64url');
    const nowMs = this.#clock.wallMs();
    const session = { digest: digestOf(id), name: user.name, role: user.role, createdMs: nowMs, lastSeenMs: nowMs };
    await this.#replace([...this.#alive(), session].slice(-SESSIONS_MAX));
    return { id, session };
  }

  /** The living session of a cookie's id. `touch` tells that a person, not a page's timer, has asked. */
  async open(id: string, touch: boolean): Promise<Session | null> {
    const digest = digestOf(id);
    const session = this.#alive().find((each) => each.digest === digest);
    if (session === undefined) return null;
    return touch ? this.#touch(session) : session;
  }

  isAlive(digest: string): boolean {
    return this.#alive().some((session) => session.digest === digest);
  }

  list(): readonly Session[] {
    return this.#alive();
  }

  /** Ends every session that `matches`; durable when it resolves. */
  async end(matches: (session: Session) => boolean): Promise<void> {
    await this.#replace(this.#alive().filter((session) => !matches(session)));
  }

  describe(session: Session): SessionResponse {
    const nowMs = this.#clock.wallMs();
    const seconds = (endMs: number) => Math.max(0, Math.floor((endMs - nowMs) / 1_000));
    const idleEndsInSeconds = seconds(session.lastSeenMs + IDLE_MS);
    return {
      name: session.name,
      role: session.role,
      idleEndsInSeconds,
      endsInSeconds: seconds(session.createdMs + ABSOLUTE_MS),
    };
  }

  async #touch(session: Session): Promise<Session> {
    const nowMs = this.#clock.wallMs();
    const touched = { ...session, lastSeenMs: nowMs };
    const sessions = this.#low().data.sessions.map((each) => (each.digest === session.digest ? touched : each));
    this.#low().data = { v: 1, sessions };
    if (nowMs - this.#savedAtMs >= SAVE_PERIOD_MS) await this.#replace(sessions);
    return touched;
  }

  #alive(): readonly Session[] {
    const nowMs = this.#clock.wallMs();
    return this.#low().data.sessions.filter((session) => isAliveAt(session, nowMs));
  }

  async #replace(sessions: readonly Session[]): Promise<void> {
    const state = this.#low();
    state.data = { v: 1, sessions: [...sessions] };
    this.#savedAtMs = this.#clock.wallMs();
    await this.#save();
  }

  /** A full disk must not lock out the admin who comes to empty it: then sessions live in RAM. */
  async #save(): Promise<void> {
    await this.#state?.write().catch((error: unknown) => this.#log.error({ err: error }, 'sessions are in RAM only'));
  }

  #low(): Low<State> {
    if (this.#state === undefined) throw new Error('sessions are not started');
    return this.#state;
  }
}

/** Both limits are closed-open: at the very millisecond of its end a session is over. */
export function isAliveAt(session: Pick<Session, 'createdMs' | 'lastSeenMs'>, nowMs: number): boolean {
  if (nowMs < session.lastSeenMs - CLOCK_TOLERANCE_MS) return false;
  return nowMs - session.lastSeenMs < IDLE_MS && nowMs - session.createdMs < ABSOLUTE_MS;
}

/** Names a session to its owner without opening it. */
export const handleOf = (session: Session) => session.digest.slice(0, 16);

export function summaryOf(session: Session, current: Session): SessionSummary {
  return {
    handle: handleOf(session),
    name: session.name,
    role: session.role,
    createdAt: new Date(session.createdMs).toISOString(),
    lastSeenAt: new Date(session.lastSeenMs).toISOString(),
    isCurrent: session.digest === current.digest,
  };
}

const digestOf = (id: string) => createHash('sha256').update(id).digest('hex');
