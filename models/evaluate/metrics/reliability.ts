// Reliability: whether a probability means what it says. Expected calibration error of the top label over equal bins of
// confidence (Guo et al., 2017).
import { confidenceOf, isRight, type Prediction } from './prediction.ts';

export const RELIABILITY_BINS = 15;

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean of the best probability; null in an empty bin. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

export function reliabilityOf(predictions: readonly Prediction[], bins = RELIABILITY_BINS): readonly ReliabilityBin[] {
  const inside = Array.from({ length: bins }, (): Prediction[] => []);
  for (const prediction of predictions) {
    inside[Math.min(Math.floor(confidenceOf(prediction) * bins), bins - 1)]?.push(prediction);
  }
  return inside.map((members, bin) => {
    const n = members.length;
    const sum = members.reduce((total, member) => total + confidenceOf(member), 0);
    const right = members.filter(isRight).length;
    const [confidence, accuracy] = n === 0 ? [null, null] : [sum / n, right / n];
    return { from: bin / bins, to: (bin + 1) / bins, n, confidence, accuracy };
  });
}

/** Mean gap between confidence and accuracy, each bin weighing its samples; null without samples. */
export function calibrationErrorOf(bins: readonly ReliabilityBin[]): number | null {
  const n = bins.reduce((total, bin) => total + bin.n, 0);
  if (n === 0) return null;
  return bins.reduce((gap, bin) => gap + (bin.n / n) * Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0)), 0);
}
