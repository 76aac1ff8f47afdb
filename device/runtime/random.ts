// Randomness as a port: cryptographic on the device, seeded in tests.
import { randomBytes } from 'node:crypto';

export interface Random {
  /** `count` uniformly random bytes. */
  bytes(count: number): Uint8Array;
}

export class CryptoRandom implements Random {
  bytes(count: number): Uint8Array {
    return randomBytes(count);
  }
}

/** Uniform in [0, 1) with 32 bits: for jitter, never for noise or keys. */
export function fraction(random: Random): number {
  const bytes = random.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}
