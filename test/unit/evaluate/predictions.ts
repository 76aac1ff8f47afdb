// Predictions for the tests of metrics: by hand, and at random.
import fc from 'fast-check';
import type { Prediction } from '../../../models/evaluate/metrics/prediction.ts';

export const prediction = (
  truth: number,
  probabilities: readonly number[],
  more: Partial<Prediction> = {},
): Prediction => ({
  file: `${truth}-${probabilities.join('-')}.png`,
  truth,
  probabilities,
  group: null,
  flaws: [],
  ...more,
});

/** Predictions of three labels whose probabilities sum to 1, some of them tied. */
export const somePredictions = (min = 0) =>
  fc.array(
    fc
      .tuple(fc.nat(2), fc.array(fc.nat(8), { minLength: 3, maxLength: 3 }), fc.constantFrom('a', 'b', 'c'))
      .map(([truth, weights, group]) => {
        const total = weights.reduce((sum, weight) => sum + weight + 1, 0);
        return prediction(
          truth,
          weights.map((weight) => (weight + 1) / total),
          { group },
        );
      }),
    { minLength: min, maxLength: 60 },
  );
