// Brute force: each counter answers wrong passwords ever more slowly, and remembers it across restarts. Strangers are
// counted by their address and, with a lower ceiling, all together, so that many addresses gain nothing. A browser that
// has signed in before has a counter of its own, and so has who confirms an act while signed in: whoever guesses from
// elsewhere can't keep the owner out. Names that don't exist are counted alike, so that the delay tells nothing of who
// has an account. (OWASP: device cookies against guessing.)
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { openState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Logger } from '../../device/runtime/log.ts';
import { TooManyRequests } from '../errors.ts';

/** Typing errors that cost nothing. */
const FREE_FAILURES = 4;
const DELAY_MIN_MS = 2_000;
/** Long enough to end guessing: 96 a day. */
const DELAY_MAX_MS = 15 * 60_000;
/** All strangers together: 1,440 guesses a day, hopeless against what the rules of passwords let in. */
const STRANGERS_DELAY_MAX_MS = 60_000;
/** A counter that has rested for so long begins anew. */
const FORGET_MS = 24 * 3_600_000;
/** Counters that can be remembered; when there are more, those with the fewest failures are forgotten. */
const COUNTERS_MAX = 1_024;

const failuresSchema = z.strictObject({ count: z.int().positive(), lastMs: z.number() });
type Failures = z.infer<typeof failuresSchema>;
const stateSchema = z.strictObject({ v: z.literal(1), failures: z.record(z.string(), failuresSchema) });
type State = z.infer<typeof stateSchema>;

/** What an attempt is counted by. */
export interface Counter {
  readonly key: string;
  readonly delayMaxMs: number;
}

/** Somebody without a known browser. */
export const strangerAt = (address: string, account: string): readonly Counter[] => [
  counter(['address', networkOf(address), account]),
  counter(['strangers', account], STRANGERS_DELAY_MAX_MS),
];
/** The browser that holds `token`, which it got when it signed in to `account`. */
export const knownBrowser = (token: string, account: string): readonly Counter[] => [
  counter(['browser', token, account]),
];
/** Somebody who is signed in and confirms an act. */
export const confirmationOf = (account: string): readonly Counter[] => [counter(['confirmation', account])];

/** Milliseconds to wait after the `count`th wrong password in a row. */
export function delayAfterMs(count: number, delayMaxMs = DELAY_MAX_MS): number {
  if (count < FREE_FAILURES) return 0;
  return Math.min(delayMaxMs, DELAY_MIN_MS * 2 ** Math.min(count - FREE_FAILURES, 20));
}

export class SignInDelay implements Service {
  readonly name = 'sign-in-delay';
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Logger;
  #state: Low<State> | undefined;

  constructor(options: { readonly stateFolder: string; readonly clock: Clock; readonly log: Logger }) {
    this.#path = join(options.stateFolder, 'console', 'sign-in-delay.json');
    this.#clock = options.clock;
    this.#log = options.log;
  }

  async start(): Promise<void> {
    this.#state = await openState<State>(this.#path, stateSchema, { v: 1, failures: {} });
  }

  async stop(): Promise<void> {
    this.#state = undefined;
  }

  /**
   * Counts an attempt as failed before it is checked, so that a hundred at once are not all free.
   *
   * @throws TooManyRequests while one of the counters is delayed; that attempt is not counted
   */
  async begin(counters: readonly Counter[]): Promise<void> {
    const state = this.#low();
    const nowMs = this.#clock.wallMs();
    const known = counters.map(({ key }) => standing(state.data.failures[key], nowMs));
    const waitMs = Math.max(...counters.map(({ delayMaxMs }, index) => waitOf(known[index], delayMaxMs, nowMs)));
    const counted = counters.flatMap(({ key }, index): [string, Failures][] => {
      const before = known[index];
      if (waitMs > 0) return before === undefined ? [] : [[key, before]];
      return [[key, { count: (before?.count ?? 0) + 1, lastMs: nowMs }]];
    });
    state.data = { v: 1, failures: bounded({ ...state.data.failures, ...Object.fromEntries(counted) }) };
    if (waitMs > 0) throw new TooManyRequests(Math.ceil(waitMs / 1_000));
    await this.#save(state);
  }

  /** The password was right: forget the failures. */
  async succeed(counters: readonly Counter[]): Promise<void> {
    const state = this.#low();
    const forgotten = counters.map(({ key }) => key);
    const left = Object.entries(state.data.failures).filter(([key]) => !forgotten.includes(key));
    state.data = { v: 1, failures: Object.fromEntries(left) };
    await this.#save(state);
  }

  /** A full disk must not lock out the admin who comes to empty it: then delays live in RAM. */
  async #save(state: Low<State>): Promise<void> {
    await state.write().catch((error: unknown) => this.#log.error({ err: error }, 'sign-in delays are in RAM only'));
  }

  #low(): Low<State> {
    if (this.#state === undefined) throw new Error('the sign-in delay is not started');
    return this.#state;
  }
}

/** What still counts. A failure of the future was written by a clock that has been set back: it counts from now on. */
function standing(failures: Failures | undefined, nowMs: number): Failures | undefined {
  if (failures === undefined || nowMs - failures.lastMs > FORGET_MS) return undefined;
  return { count: failures.count, lastMs: Math.min(failures.lastMs, nowMs) };
}

function waitOf(failures: Failures | undefined, delayMaxMs: number, nowMs: number): number {
  return failures === undefined ? 0 : failures.lastMs + delayAfterMs(failures.count, delayMaxMs) - nowMs;
}

function bounded(failures: State['failures']): State['failures'] {
  const entries = Object.entries(failures);
  if (entries.length <= COUNTERS_MAX) return failures;
  const worstFirst = entries.sort(([, a], [, b]) => b.count - a.count || b.lastMs - a.lastMs);
  return Object.fromEntries(worstFirst.slice(0, COUNTERS_MAX));
}

/** Names are typed by strangers, and tokens are secrets; the file keeps only their digest. */
function counter(parts: readonly string[], delayMaxMs = DELAY_MAX_MS): Counter {
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return { key, delayMaxMs };
}

/** One house has a whole /64 of IPv6 addresses. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [left = '', right] = address.replace(/%.*$/, '').split('::');
  const groups = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : 8 - groups.length - tail.length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...tail].slice(0, 4).join(':');
}
