// How far what people tapped at the kiosk agrees with what the room was read as. From released windows alone, and only
// from stretches of time in which both were released. Pure.
import { FEEDBACK_TAPS } from '../../../shared/vocabulary.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { noiseVariance } from './noise.ts';

export interface Agreement {
  /** 0 … 1: what both mixes of the seven feelings have in common, Σ min(p, q) (histogram intersection, Swain and Ballard 1991). */
  readonly share: number;
  /** Stretches of time in which both were released. */
  readonly windows: number;
  /** Sum of the taps, as released: noise may put it off by `tapsBand`. */
  readonly taps: number;
  /** Nine of ten sums lie within ± this of the truth. */
  readonly tapsBand: number;
  /** Whether the taps stand clear of their noise; else the share says nothing. */
  readonly isClear: boolean;
}

const NORMAL_90 = 1.645;
/** Sums below so many of their deviations are noise for all that one can tell. */
const CLEAR_DEVIATIONS = 3;

/** Null where no stretch of time has both. */
export function agreementOf(mood: readonly WindowMessage[], feedback: readonly WindowMessage[]): Agreement | null {
  const moodByStart = new Map(mood.filter(isReleased).map((each) => [each.window.start, each]));
  const pairs = feedback.filter(isReleased).flatMap((taps) => {
    const sensed = moodByStart.get(taps.window.start);
    return sensed === undefined ? [] : [{ taps, sensed }];
  });
  if (pairs.length === 0) return null;
  const tapped = sumsOf(pairs.map(({ taps }) => taps));
  const sensed = sumsOf(pairs.map((pair) => pair.sensed));
  const taps = tapped.reduce((sum, count) => sum + count, 0);
  const variance = pairs.reduce((sum, pair) => sum + noiseVariance(pair.taps.privacy.epsilonMilli), 0);
  const deviation = Math.sqrt(variance * FEEDBACK_TAPS.length);
  return {
    share: intersection(sharesOf(tapped), sharesOf(sensed)),
    windows: pairs.length,
    taps,
    tapsBand: Math.ceil(NORMAL_90 * deviation),
    isClear: taps > CLEAR_DEVIATIONS * deviation,
  };
}

const isReleased = ({ counts }: WindowMessage) => counts !== null;

const sumsOf = (windows: readonly WindowMessage[]): readonly number[] =>
  FEEDBACK_TAPS.map((feeling) => windows.reduce((sum, { counts }) => sum + (counts?.[feeling] ?? 0), 0));

/** Sums below zero count as zero; all zero gives zeros. */
function sharesOf(sums: readonly number[]): readonly number[] {
  const above = sums.map((sum) => Math.max(0, sum));
  const total = above.reduce((sum, count) => sum + count, 0);
  return above.map((count) => (total === 0 ? 0 : count / total));
}

const intersection = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, share, index) => sum + Math.min(share, other[index] ?? 0), 0);
