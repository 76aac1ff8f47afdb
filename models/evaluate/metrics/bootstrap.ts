// Bootstrap intervals: the same figures over samples drawn again with replacement, so that a reader sees how much of a
// difference is chance (Efron, 1979; percentile method, 95 %).
import { seededRandom } from '../random.ts';
import { countPairs, type Totals, totalsOf } from './confusion.ts';
import { bestOf, type Prediction } from './prediction.ts';

/** Lower and upper end; null where a figure does not exist. */
export type Interval = readonly [number, number] | null;
export type Intervals = { readonly [figure in keyof Totals]: Interval };

export const BOOTSTRAP_RESAMPLES = 1_000;

export interface BootstrapOptions {
  readonly seed: number;
  readonly resamples?: number;
}

export function bootstrap(
  predictions: readonly Prediction[],
  labels: number,
  { seed, resamples = BOOTSTRAP_RESAMPLES }: BootstrapOptions,
): Intervals {
  const pairs = sortedPairs(predictions, labels);
  const random = seededRandom(seed);
  const drawn = new Int32Array(pairs.length);
  const totals = Array.from({ length: resamples }, () => {
    for (let index = 0; index < drawn.length; index += 1) {
      drawn[index] = pairs[Math.floor(random() * pairs.length)] ?? 0;
    }
    return totalsOf(countPairs(drawn, labels));
  });
  const intervalOf = (figure: keyof Totals) => percentiles(totals.map((total) => total[figure]));
  return { accuracy: intervalOf('accuracy'), uar: intervalOf('uar'), macroF1: intervalOf('macroF1') };
}

/** Sorted, so that the order in which samples were read changes nothing. */
function sortedPairs(predictions: readonly Prediction[], labels: number): Int32Array {
  return Int32Array.from(predictions, ({ truth, probabilities }) => truth * labels + bestOf(probabilities)).sort();
}

function percentiles(values: readonly (number | null)[]): Interval {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const [low, high] = [at(sorted, 0.025), at(sorted, 0.975)];
  return low === undefined || high === undefined ? null : [low, high];
}

const at = (sorted: readonly number[], share: number) => sorted[Math.round(share * (sorted.length - 1))];
