// A majority over the readings of one attribute of one track: what it was in most of its frames, or nothing sure.
import { VOTE_MIN_FRAMES, VOTE_MIN_MS } from '../../../shared/limits.ts';

export interface Majority {
  readings: number;
  firstMs: number;
  lastMs: number;
  /** Readings by class; one below the threshold is in none. */
  readonly byClass: number[];
}

export const newMajority = (classes: number): Majority => ({
  readings: 0,
  firstMs: 0,
  lastMs: 0,
  byClass: new Array<number>(classes).fill(0),
});

/** Adds the probabilities of one frame. Where the best is below `unsureBelow` the reading counts, but for no class. */
export function addReading(majority: Majority, probabilities: readonly number[], atMs: number, unsureBelow: number) {
  if (majority.readings === 0) majority.firstMs = atMs;
  majority.readings += 1;
  majority.lastMs = Math.max(majority.lastMs, atMs);
  const best = indexOfBest(probabilities);
  const isSure = (probabilities[best] ?? 0) >= unsureBelow;
  if (isSure && best < majority.byClass.length) majority.byClass[best] = (majority.byClass[best] ?? 0) + 1;
}

/** Index of the class of most readings; null for a glimpse, a tie, or a face that mostly could not be told. */
export function winnerOf({ readings, firstMs, lastMs, byClass }: Majority): number | null {
  if (readings < VOTE_MIN_FRAMES || lastMs - firstMs < VOTE_MIN_MS) return null;
  const best = indexOfBest(byClass);
  const most = byClass[best] ?? 0;
  const unsure = readings - byClass.reduce((sum, count) => sum + count, 0);
  const isTied = byClass.filter((count) => count === most).length > 1;
  return isTied || unsure >= most ? null : best;
}

function indexOfBest(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? 0)) best = index;
  return best;
}
