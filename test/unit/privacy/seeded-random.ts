// Bytes that repeat for a seed: a counter through SHA-256, so that a statistical test gives the same verdict each time.
import { createHash } from 'node:crypto';
import type { Random } from '../../../device/runtime/random.ts';

export class SeededRandom implements Random {
  readonly #seed: string;
  #counter = 0;
  #block = new Uint8Array();
  #used = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(count: number): Uint8Array {
    const out = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) out[index] = this.#next();
    return out;
  }

  #next(): number {
    if (this.#used === this.#block.length) {
      this.#block = createHash('sha512').update(`${this.#seed}/${this.#counter}`).digest();
      this.#counter += 1;
      this.#used = 0;
    }
    const byte = this.#block[this.#used] ?? 0;
    this.#used += 1;
    return byte;
  }
}
