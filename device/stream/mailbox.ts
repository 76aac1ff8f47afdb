// A mailbox holds one thing, and the newest wins: the join for frames, where a late one is worth nothing.
import { Meter } from './meter.ts';

export class Mailbox<T> implements AsyncIterable<T> {
  readonly meter = new Meter();
  readonly #onDrop: (dropped: T) => void;
  #held: { readonly value: T } | undefined;
  #waiting: (() => void) | undefined;
  #closed = false;

  /** `onDrop` gets what was displaced, so that its memory can be used again. */
  constructor(onDrop: (dropped: T) => void = () => {}) {
    this.#onDrop = onDrop;
  }

  /** Never waits. What was held and not yet taken is dropped and counted; after `close` so is `value`. */
  put(value: T): void {
    this.meter.receive();
    if (this.#closed) {
      this.#drop(value);
      return;
    }
    if (this.#held !== undefined) this.#drop(this.#held.value);
    this.#held = { value };
    this.#wake();
  }

  /** Ends the iteration; what is still held is dropped. */
  close(): void {
    this.#closed = true;
    if (this.#held !== undefined) this.#drop(this.#held.value);
    this.#held = undefined;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    while (true) {
      const held = this.#held;
      if (held !== undefined) {
        this.#held = undefined;
        this.meter.handle();
        yield held.value;
      } else if (this.#closed) return;
      else await this.#untilWoken();
    }
  }

  #untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #drop(value: T): void {
    this.meter.drop();
    this.#onDrop(value);
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
