// Brute force: each account answers wrong passwords ever more slowly, and remembers it across restarts. Names that
// don't exist are delayed alike, so that the delay tells nothing about who has an account.
import { createHash } from 'node:crypto';
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
/** Long enough to end guessing (96 a day), short enough that an admin who is attacked still gets in. */
const DELAY_MAX_MS = 15 * 60_000;
/** Names that can be remembered; when there are more, those with the fewest failures are forgotten. */
const NAMES_MAX = 512;

const failuresSchema = z.strictObject({ count: z.int().positive(), lastMs: z.number() });
const stateSchema = z.strictObject({ v: z.literal(1), failures: z.record(z.string(), failuresSchema) });
type State = z.infer<typeof stateSchema>;

/** Milliseconds to wait after the `count`th wrong password in a row. */
export function delayAfterMs(count: number): number {
  if (count < FREE_FAILURES) return 0;
  return Math.min(DELAY_MAX_MS, DELAY_MIN_MS * 2 ** Math.min(count - FREE_FAILURES, 20));
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
   * @throws TooManyRequests while the account is delayed; that attempt is not counted
   */
  async begin(accountName: string): Promise<void> {
    const key = keyOf(accountName);
    const state = this.#low();
    const known = state.data.failures[key];
    const nowMs = this.#clock.wallMs();
    if (known !== undefined) refuseWhileDelayed(known.count, known.lastMs, nowMs);
    const failures = { ...state.data.failures, [key]: { count: (known?.count ?? 0) + 1, lastMs: nowMs } };
    state.data = { v: 1, failures: bounded(failures) };
    await this.#save(state);
  }

  /** The password was right: forget the failures. */
  async succeed(accountName: string): Promise<void> {
    const state = this.#low();
    const { [keyOf(accountName)]: _forgotten, ...failures } = state.data.failures;
    state.data = { v: 1, failures };
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

/** A clock that was set back must not prolong the delay: no wait is longer than its own delay. */
function refuseWhileDelayed(count: number, lastMs: number, nowMs: number): void {
  const delayMs = delayAfterMs(count);
  const waitMs = Math.min(delayMs, lastMs + delayMs - nowMs);
  if (waitMs > 0) throw new TooManyRequests(Math.ceil(waitMs / 1_000));
}

function bounded(failures: State['failures']): State['failures'] {
  const entries = Object.entries(failures);
  if (entries.length <= NAMES_MAX) return failures;
  const worstFirst = entries.sort(([, a], [, b]) => b.count - a.count || b.lastMs - a.lastMs);
  return Object.fromEntries(worstFirst.slice(0, NAMES_MAX));
}

/** Names are typed by strangers; the file keeps only their digest. */
const keyOf = (accountName: string) => createHash('sha256').update(accountName).digest('hex').slice(0, 32);
