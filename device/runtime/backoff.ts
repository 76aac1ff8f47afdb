// Waits between attempts that never give up: exponential ceiling, full jitter
// (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
import type { Random } from './random.ts';
import { fraction } from './random.ts';

export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Milliseconds to wait before attempt `failures` + 1: uniform in [minMs, min(maxMs, minMs × 2^failures)]. */
export function backoffMs({ minMs, maxMs }: Backoff, failures: number, random: Random): number {
  const ceilingMs = Math.min(maxMs, minMs * 2 ** Math.min(failures, 30));
  return Math.round(minMs + fraction(random) * (ceilingMs - minMs));
}
