// Cryptographic bytes taken from a larger draw: the audit asks for millions, one or two at a time.
import type { Random } from '../../../runtime/random.ts';

const POOL_BYTES = 65_536;

export class PooledRandom implements Random {
  readonly #source: Random;
  #pool = new Uint8Array();
  #used = 0;

  constructor(source: Random) {
    this.#source = source;
  }

  /** `count` at most the pool's length. */
  bytes(count: number): Uint8Array {
    if (this.#used + count > this.#pool.length) {
      this.#pool = new Uint8Array(this.#source.bytes(POOL_BYTES));
      this.#used = 0;
    }
    this.#used += count;
    return this.#pool.subarray(this.#used - count, this.#used);
  }
}
