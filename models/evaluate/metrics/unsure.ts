// Unsure: what is gained by not voting. Coverage is the share of samples that vote; accuracy is counted among those.
import { confidenceOf, isRight, type Prediction } from './prediction.ts';

export interface Unsure {
  /** A best probability below this votes `unsure`. */
  readonly threshold: number;
  /** Null without samples. */
  readonly coverage: number | null;
  /** Null when nobody votes. */
  readonly accuracy: number | null;
}

/** As the device votes: unsure below the threshold, and for every face that its quality gate refuses. */
export function unsureAt(predictions: readonly Prediction[], threshold: number): Unsure {
  const votes = predictions.filter((one) => one.flaws.length === 0 && confidenceOf(one) >= threshold);
  return { threshold, ...shares(votes, predictions.length) };
}

const CURVE_STEPS = 20;

/** By certainty alone, from all samples to the most certain 5 %; equally certain ones stay together. */
export function coverageCurve(predictions: readonly Prediction[]): readonly Unsure[] {
  const sorted = [...predictions].sort((a, b) => confidenceOf(b) - confidenceOf(a));
  return Array.from({ length: CURVE_STEPS }, (_, step) => {
    const wanted = Math.ceil((sorted.length * (CURVE_STEPS - step)) / CURVE_STEPS);
    const last = sorted[wanted - 1];
    const threshold = last === undefined ? 0 : confidenceOf(last);
    const votes = sorted.filter((one) => confidenceOf(one) >= threshold);
    return { threshold, ...shares(votes, sorted.length) };
  });
}

function shares(votes: readonly Prediction[], all: number) {
  const right = votes.filter(isRight).length;
  return {
    coverage: all === 0 ? null : votes.length / all,
    accuracy: votes.length === 0 ? null : right / votes.length,
  };
}
