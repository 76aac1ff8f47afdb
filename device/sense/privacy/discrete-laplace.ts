// Noise: the discrete Laplace distribution, sampled exactly over the integers with no floating point, after Canonne,
// Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), Algorithms 1 and 2. Floating-point
// Laplace noise leaks what it should hide (Mironov, 2012); this has no rounding to leak.
import type { Random } from '../../runtime/random.ts';

/**
 * One sample X with P(X = x) proportional to exp(-|x| × epsilonMilli ÷ 1000).
 *
 * Added to a count that one unit changes by at most one, it gives epsilonMilli ÷ 1000 differential privacy.
 */
export function discreteLaplace(epsilonMilli: number, random: Random): number {
  if (!Number.isInteger(epsilonMilli) || epsilonMilli < 1) {
    throw new RangeError(`epsilonMilli must be an integer ≥ 1, not ${epsilonMilli}`);
  }
  const divisor = greatestCommonDivisor(BigInt(epsilonMilli), 1_000n);
  return sample(BigInt(epsilonMilli) / divisor, 1_000n / divisor, random);
}

/** Algorithm 2: scale t ÷ s. */
function sample(s: bigint, t: bigint, random: Random): number {
  while (true) {
    const u = uniformBelow(t, random);
    if (!bernoulliExp(u, t, random)) continue;
    let v = 0n;
    while (bernoulliExp(1n, 1n, random)) v += 1n;
    const magnitude = Number((u + t * v) / s);
    const isNegative = bernoulli(1n, 2n, random);
    if (isNegative && magnitude === 0) continue;
    return isNegative ? -magnitude : magnitude;
  }
}

/** Algorithm 1: true with probability exp(-numerator ÷ denominator), for a fraction from 0 to 1. */
function bernoulliExp(numerator: bigint, denominator: bigint, random: Random): boolean {
  let k = 1n;
  while (bernoulli(numerator, denominator * k, random)) k += 1n;
  return k % 2n === 1n;
}

const bernoulli = (numerator: bigint, denominator: bigint, random: Random) =>
  uniformBelow(denominator, random) < numerator;

/** Uniform in [0, limit) without bias: what falls beyond the last whole multiple is drawn again. */
function uniformBelow(limit: bigint, random: Random): bigint {
  if (limit === 1n) return 0n;
  const count = Math.ceil((limit - 1n).toString(2).length / 8);
  const space = 1n << BigInt(8 * count);
  const usable = space - (space % limit);
  while (true) {
    let value = 0n;
    for (const byte of random.bytes(count)) value = (value << 8n) | BigInt(byte);
    if (value < usable) return value % limit;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** P(X = x): (1 - q) ÷ (1 + q) × q^|x| with q = e^(-ε). */
export function probabilityOf(epsilonMilli: number, x: number): number {
  const q = Math.exp(-epsilonMilli / 1_000);
  return ((1 - q) / (1 + q)) * q ** Math.abs(x);
}

/** P(X ≥ m) for an integer m ≥ 1: e^(-εm) ÷ (1 + e^(-ε)). */
export function upperTail(epsilonMilli: number, m: number): number {
  const epsilon = epsilonMilli / 1_000;
  return Math.exp(-epsilon * m) / (1 + Math.exp(-epsilon));
}

/** Expected |X|: 2e^(-ε) ÷ (1 - e^(-2ε)), in people. */
export function meanError(epsilonMilli: number): number {
  const q = Math.exp(-epsilonMilli / 1_000);
  return (2 * q) / (1 - q * q);
}

/** Standard deviation of X: √(2q) ÷ (1 - q) with q = e^(-ε), in people. */
export function standardDeviation(epsilonMilli: number): number {
  const q = Math.exp(-epsilonMilli / 1_000);
  return Math.sqrt(2 * q) / (1 - q);
}
