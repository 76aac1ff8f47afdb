// A pool lends the few buffers that frames of one size live in and takes them back, so that a camera of any rate
// costs the same memory. Invariant: free + lent ≤ capacity; nothing is lent after `close`, which wipes all of them.

/** One being filled, one in the mailbox, one or two with vision. */
export const POOL_CAPACITY = 5;

export type PixelBuffer = Uint8Array<ArrayBuffer>;

export class FramePool {
  readonly bufferBytes: number;
  readonly #capacity: number;
  readonly #free: PixelBuffer[] = [];
  readonly #lent = new Set<PixelBuffer>();
  #closed = false;

  constructor(bufferBytes: number, capacity: number = POOL_CAPACITY) {
    this.bufferBytes = bufferBytes;
    this.#capacity = capacity;
  }

  /**
   * A buffer with old or no content; undefined when all are lent: the frame is dropped rather than memory taken.
   * When all are lent and one of them went to a worker by transfer, that one is given up: a worker that crashed never
   * returns what it had.
   */
  lend(): PixelBuffer | undefined {
    if (this.#closed) return undefined;
    if (this.#free.length === 0 && this.#lent.size >= this.#capacity) this.#giveUpDetached();
    const buffer = this.#free.pop() ?? this.#allocate();
    if (buffer !== undefined) this.#lent.add(buffer);
    return buffer;
  }

  /**
   * Gives `buffer` back. One that went to a worker and came back by transfer is another object on the same memory: it
   * takes the place of the detached one. Anything else (a stranger, the wrong size, given back twice) is ignored.
   */
  takeBack(buffer: PixelBuffer): void {
    if (buffer.byteLength !== this.bufferBytes) return;
    const isOwn = this.#lent.delete(buffer) || (!this.#free.includes(buffer) && this.#giveUpDetached());
    if (this.#closed || !isOwn) buffer.fill(0);
    else this.#free.push(buffer);
  }

  /** Wipes every buffer that is still in this thread; those with a worker are wiped when they come back. */
  close(): void {
    this.#closed = true;
    for (const buffer of [...this.#free, ...this.#lent]) if (buffer.byteLength > 0) buffer.fill(0);
    this.#free.length = 0;
  }

  #allocate(): PixelBuffer | undefined {
    return this.#lent.size < this.#capacity ? new Uint8Array(this.bufferBytes) : undefined;
  }

  /** A transferred buffer reads as length 0 in this thread. */
  #giveUpDetached(): boolean {
    for (const buffer of this.#lent) if (buffer.byteLength === 0) return this.#lent.delete(buffer);
    return false;
  }
}
