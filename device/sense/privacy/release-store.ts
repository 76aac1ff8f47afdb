// The release store: one durable file in which the ledger and the releases it has paid for change together, so that no
// crash can separate a spend from its payload. A release is handed on only once that file is on the disk, is handed on
// with the same bytes however often, and is deleted when it is acknowledged.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import { messageOf } from '../../../shared/errors.ts';
import type { ReleaseRecord } from '../../../shared/sense-api.ts';
import { releaseRecordSchema } from '../../../shared/sense-api.ts';
import type { Aggregate } from '../../../shared/window.ts';
import { openState } from '../../runtime/durable-state.ts';
import type { Logger } from '../../runtime/log.ts';
import { type Ledger, ledgerSchema, NEW_LEDGER } from './ledger.ts';

/** A week of a standard room with three streams (3 × 96 × 7 = 2,016), at about 700 bytes each. */
export const RELEASES_HELD = 2_048;

const pendingSchema = releaseRecordSchema.extend({
  spentMilli: z.int().nonnegative().describe('What this release cost'),
});

const releaseStateSchema = z.strictObject({
  v: z.literal(1),
  boot: z.int().nonnegative().describe('How often sense has started'),
  ledger: ledgerSchema,
  pending: z.array(pendingSchema).max(RELEASES_HELD),
  dropped: z.int().nonnegative().describe('Releases that a full store had to let go, oldest first'),
});
type ReleaseState = z.infer<typeof releaseStateSchema>;
type Pending = z.infer<typeof pendingSchema>;

const INITIAL: ReleaseState = { v: 1, boot: 0, ledger: NEW_LEDGER, pending: [], dropped: 0 };

export interface ReleaseKey {
  readonly boot: number;
  readonly seq: number;
}

export const releaseStatePath = (stateFolder: string) => join(stateFolder, 'sense', 'releases.json');

export class ReleaseStore {
  readonly #path: string;
  readonly #log: Logger;
  #low: Low<ReleaseState> | undefined;
  /** What is true in RAM; the file follows it. */
  #state: ReleaseState = INITIAL;
  /** The newest state known to be on the disk; only what it holds is handed on. */
  #durable: ReleaseState = INITIAL;
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #waiting: (() => void)[] = [];

  constructor(stateFolder: string, log: Logger) {
    this.#path = releaseStatePath(stateFolder);
    this.#log = log;
  }

  /**
   * Reads the file and counts this start. A disk that cannot be written is reported and tried again with the next
   * change: until then nothing is handed on.
   *
   * @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_NEW`: a ledger that cannot be read is never taken as empty
   */
  async open(): Promise<void> {
    const low = await openState(this.#path, releaseStateSchema, INITIAL);
    this.#low = low;
    this.#state = { ...low.data, boot: low.data.boot + 1 };
    await this.flush();
  }

  get boot(): number {
    return this.#state.boot;
  }

  get ledger(): Ledger {
    return this.#state.ledger;
  }

  get dropped(): number {
    return this.#state.dropped;
  }

  /** Releases not yet acknowledged. */
  get depth(): number {
    return this.#state.pending.length;
  }

  /** Takes a window's aggregates together with the ledger that has paid for them; durable when the promise resolves. */
  commit(aggregates: readonly Aggregate[], ledger: Ledger): Promise<void> {
    const pending = [...this.#state.pending, ...aggregates.map(recordOf)];
    const excess = Math.max(0, pending.length - RELEASES_HELD);
    this.#state = { ...this.#state, ledger, pending: pending.slice(excess), dropped: this.#state.dropped + excess };
    return this.flush();
  }

  /** Oldest first, at most `limit`, and only what is on the disk. */
  take(limit: number): ReleaseRecord[] {
    const held = new Set(this.#state.pending);
    const ready = this.#durable.pending.filter((record) => held.has(record));
    return ready.slice(0, limit).map(({ boot, seq, stream, payload }) => ({ boot, seq, stream, payload }));
  }

  /** Resolves when something new is on the disk, or when `signal` aborts. */
  untilReady(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#waiting = this.#waiting.filter((waiting) => waiting !== wake);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Deletes what the next one has durably; unknown keys were acknowledged before. Returns how many were deleted. */
  async acknowledge(keys: readonly ReleaseKey[]): Promise<number> {
    const known = new Set(keys.map(({ boot, seq }) => `${boot}/${seq}`));
    const pending = this.#state.pending.filter(({ boot, seq }) => !known.has(`${boot}/${seq}`));
    const acknowledged = this.#state.pending.length - pending.length;
    if (acknowledged === 0) return 0;
    this.#state = { ...this.#state, pending };
    await this.flush();
    return acknowledged;
  }

  /** Forgets the releases and keeps the ledger and the count of starts: a reset does not refill the day. */
  async reset(): Promise<void> {
    this.#state = { ...this.#state, pending: [] };
    await this.flush();
  }

  /** Brings the file up to date; changes that come meanwhile share the next write. Never rejects. */
  flush(): Promise<void> {
    if (this.#low === undefined || this.#state === this.#durable) return Promise.resolve();
    this.#writing ??= this.#writeAll(this.#low);
    return this.#writing;
  }

  async #writeAll(low: Low<ReleaseState>): Promise<void> {
    try {
      while (this.#state !== this.#durable) await this.#write(low, this.#state);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#log.error({ err: messageOf(error) }, 'releases wait for the disk');
      this.#isFailing = true;
    } finally {
      this.#writing = undefined;
    }
  }

  async #write(low: Low<ReleaseState>, state: ReleaseState): Promise<void> {
    low.data = state;
    await low.write();
    this.#durable = state;
    for (const wake of [...this.#waiting]) wake();
  }
}

function recordOf(aggregate: Aggregate): Pending {
  const { boot, seq, stream, privacy } = aggregate;
  return { boot, seq, stream, payload: JSON.stringify(aggregate), spentMilli: privacy.epsilonMilli };
}
