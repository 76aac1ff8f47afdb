// All measures of one list of predictions.
import { bootstrap } from './bootstrap.ts';
import { classFiguresOf, confusionOf, totalsOf } from './confusion.ts';
import { groupsOf } from './groups.ts';
import { bestOf, confidenceOf, isRight, meanOf, type Prediction } from './prediction.ts';
import { calibrationErrorOf, reliabilityOf } from './reliability.ts';
import { rocOf, thin } from './roc.ts';
import { coverageCurve, unsureAt } from './unsure.ts';

export interface MeasureOptions {
  readonly labels: readonly string[];
  readonly unsureBelow: number;
  readonly seed: number;
}

/** Points of a curve that is only drawn. */
const CURVE_POINTS = 101;
const ERRORS_SHOWN = 25;

export function measure(predictions: readonly Prediction[], { labels, unsureBelow, seed }: MeasureOptions) {
  const confusion = confusionOf(predictions, labels.length);
  const curves = labels.map((_, index) => rocOf(predictions, index));
  const byLabel = <T>(read: (index: number) => T) =>
    Object.fromEntries(labels.map((label, index) => [label, read(index)]));
  const reliability = reliabilityOf(predictions);
  return {
    n: predictions.length,
    labels,
    ...totalsOf(confusion),
    perClass: byLabel((index) => classFiguresOf(confusion, index)),
    confusion,
    auc: { macro: meanOf(curves.map(({ auc }) => auc)), perClass: byLabel((index) => curves[index]?.auc ?? null) },
    roc: byLabel((index) => thin(curves[index]?.points ?? [], CURVE_POINTS)),
    ece: calibrationErrorOf(reliability),
    reliability,
    unsure: {
      ...unsureAt(predictions, unsureBelow),
      flaws: countFlaws(predictions),
      curve: coverageCurve(predictions),
    },
    ...groupsOf(predictions, labels, seed),
    ci95: bootstrap(predictions, labels.length, { seed }),
    errors: confidentErrors(predictions, labels),
  };
}

export type Measures = ReturnType<typeof measure>;

/** How many samples the device's quality gate refuses, by flaw; a sample may have several. */
function countFlaws(predictions: readonly Prediction[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const flaw of predictions.flatMap(({ flaws }) => flaws)) counts[flaw] = (counts[flaw] ?? 0) + 1;
  return counts;
}

/** The errors of which the model was most certain: wrong labels in the data, or what it has not learned. */
function confidentErrors(predictions: readonly Prediction[], labels: readonly string[]) {
  return predictions
    .filter((prediction) => !isRight(prediction))
    .sort((a, b) => confidenceOf(b) - confidenceOf(a) || (a.file < b.file ? -1 : 1))
    .slice(0, ERRORS_SHOWN)
    .map((prediction) => ({
      file: prediction.file,
      label: labels[prediction.truth] ?? '',
      predicted: labels[bestOf(prediction.probabilities)] ?? '',
      probability: confidenceOf(prediction),
    }));
}
