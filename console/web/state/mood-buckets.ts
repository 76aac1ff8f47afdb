// Released windows rolled up into buckets of time: the mean of a window and how far noise may have moved it. Only
// windows with counts make a mean; the others are counted by their reason. Pure.
import { MOODS, type Mood, type SuppressionReason } from '../../../shared/vocabulary.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { noiseBand, noiseVariance } from './noise.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const RANGES = ['hour', 'day', 'week'] as const;
export type Range = (typeof RANGES)[number];

const SPANS: Readonly<Record<Range, { readonly spanMs: number; readonly bucketMs: number }>> = {
  hour: { spanMs: HOUR_MS, bucketMs: 5 * MINUTE_MS },
  day: { spanMs: 24 * HOUR_MS, bucketMs: HOUR_MS },
  week: { spanMs: 7 * 24 * HOUR_MS, bucketMs: 6 * HOUR_MS },
};

export interface Bucket {
  readonly startMs: number;
  readonly lengthMs: number;
  /** Windows with counts. */
  readonly released: number;
  /** Mean of a window for each mood, below zero where noise made it so; null without a released window. */
  readonly mean: Readonly<Record<Mood, number>> | null;
  /** Nine of ten means of one mood lie within ± this of the truth. */
  readonly band: number;
  readonly held: Readonly<Partial<Record<SuppressionReason, number>>>;
}

/** Windows of `range` before `nowMs`. */
export function within(windows: readonly WindowMessage[], range: Range, nowMs: number): readonly WindowMessage[] {
  const sinceMs = nowMs - SPANS[range].spanMs;
  return windows.filter(({ window }) => Date.parse(window.start) >= sinceMs && Date.parse(window.start) <= nowMs);
}

/** The earliest moment that a page of this span shows: a bucket may begin before the span does. */
export const startOfRange = (range: Range, nowMs: number) =>
  new Date(nowMs - SPANS[range].spanMs - SPANS[range].bucketMs);

/** Windows without counts in all of `buckets`, by reason, the commonest first. */
export function heldIn(buckets: readonly Pick<Bucket, 'held'>[]): readonly (readonly [SuppressionReason, number])[] {
  const counts = new Map<SuppressionReason, number>();
  for (const { held } of buckets) {
    for (const [reason, count] of Object.entries(held) as [SuppressionReason, number][]) {
      counts.set(reason, (counts.get(reason) ?? 0) + count);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Oldest first, without gaps; a bucket is never shorter than a window, so that each window falls into one. */
export function rollUp(windows: readonly WindowMessage[], range: Range, nowMs: number): readonly Bucket[] {
  const chosen = within(windows, range, nowMs);
  const longestMs = Math.max(0, ...chosen.map(({ window }) => window.seconds * 1_000));
  const lengthMs = Math.ceil(Math.max(SPANS[range].bucketMs, longestMs) / MINUTE_MS) * MINUTE_MS;
  const firstMs = startOf(nowMs - SPANS[range].spanMs, lengthMs);
  const count = Math.floor((nowMs - firstMs) / lengthMs) + 1;
  return Array.from({ length: count }, (_, index) => {
    const startMs = firstMs + index * lengthMs;
    const own = chosen.filter(({ window }) => startOf(Date.parse(window.start), lengthMs) === startMs);
    return bucketOf(own, startMs, lengthMs);
  });
}

/** Buckets begin where the reader's clock is round. */
function startOf(atMs: number, lengthMs: number): number {
  const zoneMs = new Date(atMs).getTimezoneOffset() * MINUTE_MS;
  return Math.floor((atMs - zoneMs) / lengthMs) * lengthMs + zoneMs;
}

function bucketOf(windows: readonly WindowMessage[], startMs: number, lengthMs: number): Bucket {
  const counted = windows.flatMap((each) =>
    each.counts === null ? [] : [{ counts: each.counts, privacy: each.privacy }],
  );
  const held: Partial<Record<SuppressionReason, number>> = {};
  for (const { suppressed } of windows) if (suppressed !== null) held[suppressed] = (held[suppressed] ?? 0) + 1;
  const released = counted.length;
  const meanOf = (mood: Mood) => counted.reduce((sum, { counts }) => sum + (counts[mood] ?? 0), 0) / released;
  const mean =
    released === 0 ? null : (Object.fromEntries(MOODS.map((mood) => [mood, meanOf(mood)])) as Record<Mood, number>);
  return { startMs, lengthMs, released, mean, band: bandOf(counted.map(({ privacy }) => privacy.epsilonMilli)), held };
}

/** 1.645 standard deviations hold nine of ten means of many windows; one window has its exact band. */
const NORMAL_90 = 1.645;

function bandOf(epsilonsMilli: readonly number[]): number {
  const [first] = epsilonsMilli;
  if (first === undefined) return 0;
  if (epsilonsMilli.length === 1) return noiseBand(first);
  const variance = epsilonsMilli.reduce((sum, epsilonMilli) => sum + noiseVariance(epsilonMilli), 0);
  return (NORMAL_90 * Math.sqrt(variance)) / epsilonsMilli.length;
}
