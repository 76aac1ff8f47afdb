// The receiver operating characteristic of one label against the rest, and the area under it.
import type { Prediction } from './prediction.ts';

export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

export interface Roc {
  /** Chance that a sample of the label scores above one of the rest, ties counting half; null without either. */
  readonly auc: number | null;
  /** From (0, 0) to (1, 1), one point a distinct score. */
  readonly points: readonly RocPoint[];
}

export function rocOf(predictions: readonly Prediction[], label: number): Roc {
  const scored = predictions
    .map(({ truth, probabilities }) => ({ score: probabilities[label] ?? 0, isPositive: truth === label }))
    .sort((a, b) => b.score - a.score);
  const positives = scored.filter(({ isPositive }) => isPositive).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return { auc: null, points: [] };
  const points: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0 }];
  let [hits, alarms] = [0, 0];
  scored.forEach(({ score, isPositive }, index) => {
    if (isPositive) hits += 1;
    else alarms += 1;
    if (scored[index + 1]?.score === score) return;
    points.push({ falsePositiveRate: alarms / negatives, truePositiveRate: hits / positives });
  });
  return { auc: areaUnder(points), points };
}

/** Trapezoids: a run of equal scores is a slope, which counts its ties half. */
function areaUnder(points: readonly RocPoint[]): number {
  return points.slice(1).reduce((area, point, index) => {
    const before = points[index] ?? point;
    const width = point.falsePositiveRate - before.falsePositiveRate;
    return area + (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
  }, 0);
}

/** At most `count` points, evenly spread along the curve, both ends kept: enough for a picture of it. */
export function thin(points: readonly RocPoint[], count: number): readonly RocPoint[] {
  if (points.length <= count) return points;
  // Both rates only grow, so their sum, 0..2, tells how far along the curve a point is.
  const placeOf = (point: RocPoint) =>
    Math.floor(((point.falsePositiveRate + point.truePositiveRate) / 2) * (count - 1));
  return points.filter((point, index) => {
    const before = points[index - 1];
    return before === undefined || placeOf(before) < placeOf(point);
  });
}
