// A bounded queue makes its producer wait: the join for files in evaluation, where every thing counts.
import { Meter } from './meter.ts';

export class BoundedQueue<T extends {}> implements AsyncIterable<T> {
  readonly meter = new Meter();
  readonly #capacity: number;
  readonly #held: T[] = [];
  #waitingForSpace: (() => void)[] = [];
  #waitingForValue: (() => void)[] = [];
  #closed = false;

  /** `capacity` at least 1. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`capacity must be an integer ≥ 1, not ${capacity}`);
    this.#capacity = capacity;
  }

  /** Resolves once there was space; resolves to false, and drops `value`, when the queue is closed. */
  async put(value: T): Promise<boolean> {
    this.meter.receive();
    while (!this.#closed && this.#held.length >= this.#capacity) {
      await new Promise<void>((resolve) => this.#waitingForSpace.push(resolve));
    }
    if (this.#closed) {
      this.meter.drop();
      return false;
    }
    this.#held.push(value);
    wakeOne(this.#waitingForValue);
    return true;
  }

  /** No more values; what is held can still be taken. */
  close(): void {
    this.#closed = true;
    for (const wake of [...this.#waitingForSpace, ...this.#waitingForValue]) wake();
    this.#waitingForSpace = [];
    this.#waitingForValue = [];
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    while (true) {
      const value = this.#held.shift();
      if (value !== undefined) {
        this.meter.handle();
        wakeOne(this.#waitingForSpace);
        yield value;
      } else if (this.#closed) return;
      else await new Promise<void>((resolve) => this.#waitingForValue.push(resolve));
    }
  }
}

function wakeOne(waiting: (() => void)[]): void {
  waiting.shift()?.();
}
