// A ring holds the newest `capacity` values and marks where older ones were lost: the join for audio, where a gap must
// be known.
import { Meter } from './meter.ts';

export interface RingEntry<T> {
  readonly value: T;
  /** Values lost directly before this one. */
  readonly gap: number;
}

export class Ring<T> {
  readonly meter = new Meter();
  readonly #capacity: number;
  #held: T[] = [];
  #lost = 0;

  /** `capacity` at least 1. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`capacity must be an integer ≥ 1, not ${capacity}`);
    this.#capacity = capacity;
  }

  put(value: T): void {
    this.meter.receive();
    this.#held.push(value);
    if (this.#held.length <= this.#capacity) return;
    this.#held.shift();
    this.#lost += 1;
    this.meter.drop();
  }

  /** The oldest value still held, or undefined. */
  take(): RingEntry<T> | undefined {
    const value = this.#held.shift();
    if (value === undefined) return undefined;
    const gap = this.#lost;
    this.#lost = 0;
    this.meter.handle();
    return { value, gap };
  }
}
