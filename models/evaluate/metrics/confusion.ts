// The confusion matrix, and the figures that are read from it: accuracy, recall, precision, F1.
import { bestOf, meanOf, type Prediction } from './prediction.ts';

/** Counts [labels][labels]: rows are true, columns predicted. */
export type Confusion = readonly (readonly number[])[];

/** Figures of one label; null where a denominator is zero. */
export interface ClassFigures {
  /** Samples that carry the label. */
  readonly n: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export function confusionOf(predictions: readonly Prediction[], labels: number): Confusion {
  return countPairs(
    predictions.map(({ truth, probabilities }) => truth * labels + bestOf(probabilities)),
    labels,
  );
}

/** @param pairs true label × `labels` + predicted label */
export function countPairs(pairs: ArrayLike<number>, labels: number): Confusion {
  const counts = Array.from({ length: labels }, () => new Array<number>(labels).fill(0));
  for (let index = 0; index < pairs.length; index += 1) {
    const pair = pairs[index] ?? 0;
    const row = counts[Math.floor(pair / labels)];
    if (row !== undefined) row[pair % labels] = (row[pair % labels] ?? 0) + 1;
  }
  return counts;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);

export function classFiguresOf(confusion: Confusion, label: number): ClassFigures {
  const hits = confusion[label]?.[label] ?? 0;
  const n = sum(confusion[label] ?? []);
  const predicted = sum(confusion.map((row) => row[label] ?? 0));
  const f1 = n === 0 ? null : ratio(2 * hits, n + predicted);
  return { n, precision: ratio(hits, predicted), recall: ratio(hits, n), f1 };
}

/** Accuracy, unweighted average recall and macro F1; the averages run over the labels that have samples. */
export interface Totals {
  readonly accuracy: number | null;
  readonly uar: number | null;
  readonly macroF1: number | null;
}

export function totalsOf(confusion: Confusion): Totals {
  const figures = confusion.map((_, label) => classFiguresOf(confusion, label));
  const hits = sum(confusion.map((row, label) => row[label] ?? 0));
  return {
    accuracy: ratio(hits, sum(confusion.map(sum))),
    uar: meanOf(figures.map(({ recall }) => recall)),
    macroF1: meanOf(figures.map(({ f1 }) => f1)),
  };
}
