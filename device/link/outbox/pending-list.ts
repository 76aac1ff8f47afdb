// The records that wait for their acknowledgement, ascending by position. Payloads stay on the disk: 20,000 of these
// are a few megabytes.
import type { RecordHead } from './record.ts';
import type { Place } from './segment.ts';

/** On the disk, or only here when the disk refused it. */
export type Store =
  | { readonly kind: 'disk'; readonly place: Place }
  | { readonly kind: 'memory'; readonly payload: string };

export interface Pending extends RecordHead {
  readonly position: number;
  readonly bytes: number;
  /** Monotonic time of its arrival; null when it was there before this start. */
  readonly arrivedMs: number | null;
  readonly store: Store;
  /** On its way to the broker: not dropped by a bound meanwhile. */
  inFlight: boolean;
}

export class PendingList {
  #entries: Pending[] = [];
  #bytes = 0;

  get depth(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get oldest(): Pending | undefined {
    return this.#entries[0];
  }

  get entries(): readonly Pending[] {
    return this.#entries;
  }

  /** `entry` must have a position above all others. */
  add(entry: Pending): void {
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
  }

  /** False when it was not there. */
  remove(entry: Pending): boolean {
    const index = this.#indexAfter(entry.position - 1);
    if (this.#entries[index] !== entry) return false;
    this.#entries.splice(index, 1);
    this.#bytes -= entry.bytes;
    return true;
  }

  find(position: number): Pending | undefined {
    const entry = this.#entries[this.#indexAfter(position - 1)];
    return entry?.position === position ? entry : undefined;
  }

  /** The first one at or after `position` that is not on its way. */
  nextIdle(position: number): Pending | undefined {
    for (let index = this.#indexAfter(position - 1); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (entry !== undefined && !entry.inFlight) return entry;
    }
    return undefined;
  }

  inMemory(key: string): Pending | undefined {
    return this.#entries.find((entry) => entry.store.kind === 'memory' && entry.key === key);
  }

  get inMemoryCount(): number {
    return this.#entries.reduce((sum, { store }) => sum + (store.kind === 'memory' ? 1 : 0), 0);
  }

  /** Index of the first entry with a greater position (binary search). */
  #indexAfter(position: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.position ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
