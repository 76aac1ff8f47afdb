// The ledger: what all histograms together have spent today. The day only goes forward, whatever the wall clock does,
// and nothing here ever gives epsilon back. Pure: `release-store.ts` keeps it durable beside what was bought with it.
import { z } from 'zod';
import type { SensingHours } from '../../../shared/privacy-settings.ts';
import type { ProfileTerms } from './profiles.ts';

const DAY_MS = 86_400_000;
const count = z.int().nonnegative();

export const ledgerSchema = z.strictObject({
  day: count.describe('UTC days since 1970, the latest ever seen'),
  spentMilli: count.describe('Epsilon × 1000 spent on that day for live rooms'),
  demoMilli: count.describe('The same for clips, which have no cap'),
  drawnUntilMs: count.describe('End of the latest window for which noise was drawn: no noise is drawn before it again'),
  ranMs: z.number().nonnegative().describe('Monotonic milliseconds that sense has run since the day began here'),
});
export type Ledger = z.infer<typeof ledgerSchema>;

export const NEW_LEDGER: Ledger = { day: 0, spentMilli: 0, demoMilli: 0, drawnUntilMs: 0, ranMs: 0 };

/**
 * The ledger at `wallMs`, after sense has run `ranMs` more: a later day starts at nothing spent, an earlier one changes
 * nothing. A wall clock that once was far in the future would so end publication for years; it is believed to be back
 * only after sense has run for a whole day, which no setting of a clock can hasten.
 */
export function onDay(ledger: Ledger, wallMs: number, ranMs: number): Ledger {
  const day = Math.max(0, Math.floor(wallMs / DAY_MS));
  const aged = { ...ledger, ranMs: ledger.ranMs + Math.max(0, ranMs) };
  if (day > ledger.day) return { ...aged, day, spentMilli: 0, demoMilli: 0, ranMs: 0 };
  if (day === ledger.day || aged.ranMs < DAY_MS) return aged;
  return { day, spentMilli: 0, demoMilli: 0, drawnUntilMs: Math.floor(wallMs), ranMs: 0 };
}

/** Windows in the sensing hours × epsilon; null for a profile without a cap. Derived, never chosen. */
export function capOf(terms: ProfileTerms, hours: SensingHours): number | null {
  if (!terms.hasCap) return null;
  return Math.max(1, Math.floor((hours.minutes * 60) / terms.windowSeconds)) * terms.epsilonMilli;
}

export const spentOf = (ledger: Ledger, capMilli: number | null) =>
  capMilli === null ? ledger.demoMilli : ledger.spentMilli;

export const canSpend = (ledger: Ledger, milli: number, capMilli: number | null) =>
  capMilli === null || ledger.spentMilli + milli <= capMilli;

/** @throws RangeError over the cap, or for what is no spend: the caller must ask {@link canSpend} first */
export function spend(ledger: Ledger, milli: number, capMilli: number | null, drawnUntilMs: number): Ledger {
  if (!Number.isInteger(milli) || milli < 0) throw new RangeError(`a spend is an integer ≥ 0, not ${milli}`);
  if (!canSpend(ledger, milli, capMilli)) throw new RangeError(`${milli} more would pass the cap of ${capMilli}`);
  const until = Math.max(ledger.drawnUntilMs, drawnUntilMs);
  return capMilli === null
    ? { ...ledger, demoMilli: ledger.demoMilli + milli, drawnUntilMs: until }
    : { ...ledger, spentMilli: ledger.spentMilli + milli, drawnUntilMs: until };
}
