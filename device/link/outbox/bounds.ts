// The bounds of the outbox: which of the waiting records are too many, too large or too old. Pure.
import type { ClockState } from '../../../shared/vocabulary.ts';
import type { Pending } from './pending-list.ts';

export interface OutboxBounds {
  readonly bytes: number;
  readonly ageMs: number;
  readonly count: number;
}

export interface Now {
  readonly monotonicMs: number;
  readonly wallMs: number;
  readonly clock: ClockState;
}

/** Null when the clock of then and the clock of now can't be compared: a corrected clock must drop nothing. */
export function ageOf(entry: Pending, { monotonicMs, wallMs, clock }: Now): number | null {
  if (entry.arrivedMs !== null) return monotonicMs - entry.arrivedMs;
  return entry.clock === clock && entry.clock !== 'unknown' ? wallMs - entry.atMs : null;
}

/** The oldest of `entries` (ascending, `bytes` in all) that are over a bound and not on their way. */
export function overdue(
  entries: readonly Pending[],
  bytes: number,
  bounds: OutboxBounds,
  now: Now,
): readonly Pending[] {
  let excessCount = entries.length - bounds.count;
  let excessBytes = bytes - bounds.bytes;
  const found: Pending[] = [];
  for (const entry of entries) {
    const isTooOld = (ageOf(entry, now) ?? 0) > bounds.ageMs;
    if (excessCount <= 0 && excessBytes <= 0 && !isTooOld) break;
    if (entry.inFlight) continue;
    found.push(entry);
    excessCount -= 1;
    excessBytes -= entry.bytes;
  }
  return found;
}
