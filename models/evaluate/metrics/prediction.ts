// A prediction: what a model said of one sample, beside what the label says. Every metric starts from a list of them.

export interface Prediction {
  /** As written in labels.csv. */
  readonly file: string;
  /** Position of the true label in the task's labels. */
  readonly truth: number;
  /** Calibrated, in the order of the task's labels. */
  readonly probabilities: readonly number[];
  /** Value of the group columns, or null where no group was asked for. */
  readonly group: string | null;
  /** Why the device would not read this sample at all; empty when it would. */
  readonly flaws: readonly string[];
  /** Of a voice: how far above the noise, dB. */
  readonly signalToNoiseDb?: number;
}

/** Position of the largest probability, the first one of equals. */
export function bestOf(probabilities: readonly number[]): number {
  return probabilities.reduce((best, value, index) => (value > (probabilities[best] ?? 0) ? index : best), 0);
}

/** The largest probability. */
export const confidenceOf = ({ probabilities }: Prediction) => probabilities[bestOf(probabilities)] ?? 0;

export const isRight = ({ truth, probabilities }: Prediction) => bestOf(probabilities) === truth;

/** Mean of the values that are there; null when there is none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
