import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrap } from '../../../models/evaluate/metrics/bootstrap.ts';
import { classFiguresOf, confusionOf, totalsOf } from '../../../models/evaluate/metrics/confusion.ts';
import { measure } from '../../../models/evaluate/metrics/measures.ts';
import { bestOf } from '../../../models/evaluate/metrics/prediction.ts';
import { calibrationErrorOf, reliabilityOf } from '../../../models/evaluate/metrics/reliability.ts';
import { rocOf, thin } from '../../../models/evaluate/metrics/roc.ts';
import { coverageCurve, unsureAt } from '../../../models/evaluate/metrics/unsure.ts';
import { prediction, somePredictions } from './predictions.ts';

const LABELS = ['a', 'b', 'c'];
const OPTIONS = { labels: LABELS, unsureBelow: 0.4, seed: 1 };

/** True labels and what was said of them, counted by hand: rows a: 2 1 0, b: 1 1 1, c: 0 0 4. */
const TEN = [
  ...[0, 0, 1].map((said) => [0, said] as const),
  ...[0, 1, 2].map((said) => [1, said] as const),
  ...[2, 2, 2, 2].map((said) => [2, said] as const),
].map(([truth, said]) =>
  prediction(
    truth,
    [0, 1, 2].map((label) => (label === said ? 0.8 : 0.1)),
  ),
);

describe('confusion', () => {
  test('counts, precision, recall and F1 are those counted by hand', () => {
    const confusion = confusionOf(TEN, 3);
    expect(confusion).toEqual([
      [2, 1, 0],
      [1, 1, 1],
      [0, 0, 4],
    ]);
    expect(classFiguresOf(confusion, 0)).toEqual({ n: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
    expect(classFiguresOf(confusion, 1)).toEqual({ n: 3, precision: 1 / 2, recall: 1 / 3, f1: 2 / 5 });
    expect(classFiguresOf(confusion, 2)).toEqual({ n: 4, precision: 4 / 5, recall: 1, f1: 8 / 9 });
    const { accuracy, uar, macroF1 } = totalsOf(confusion);
    expect(accuracy).toBeCloseTo(0.7, 12);
    expect(uar).toBeCloseTo(2 / 3, 12);
    expect(macroF1).toBeCloseTo((2 / 3 + 2 / 5 + 8 / 9) / 3, 12);
  });

  test('a label without samples has no recall and does not pull the averages down', () => {
    const totals = totalsOf(confusionOf([prediction(0, [0.8, 0.1, 0.1]), prediction(1, [0.1, 0.8, 0.1])], 3));
    expect(totals).toEqual({ accuracy: 1, uar: 1, macroF1: 1 });
    expect(classFiguresOf(confusionOf([], 3), 2)).toEqual({ n: 0, precision: null, recall: null, f1: null });
  });

  test('no samples have no figures', () => {
    expect(totalsOf(confusionOf([], 3))).toEqual({ accuracy: null, uar: null, macroF1: null });
  });

  test('the matrix holds every prediction once, and its diagonal those that are right', () => {
    fc.assert(
      fc.property(somePredictions(), (predictions) => {
        const confusion = confusionOf(predictions, 3);
        expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(predictions.length);
        const right = predictions.filter(({ truth, probabilities }) => bestOf(probabilities) === truth).length;
        expect(confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)).toBe(right);
      }),
    );
  });
});

describe('ROC', () => {
  test('the area of a small ranking is the one counted by hand', () => {
    // Scores of the label .9 .4, of the rest .5 .4 .1: pairs won 3 + 1, tied 1 of 6.
    const scored = [
      [0, 0.9],
      [0, 0.4],
      [1, 0.5],
      [1, 0.4],
      [1, 0.1],
    ] as const;
    const predictions = scored.map(([truth, score]) => prediction(truth, [score, 1 - score]));
    expect(rocOf(predictions, 0).auc).toBeCloseTo(4.5 / 6, 12);
  });

  test('a perfect ranking has area 1, its reverse 0, and constant scores a half', () => {
    const ranked = [0.9, 0.8, 0.3, 0.2].map((score, index) => prediction(index < 2 ? 0 : 1, [score, 1 - score]));
    expect(rocOf(ranked, 0).auc).toBe(1);
    const reversed = ranked.map(({ truth, probabilities }) => prediction(1 - truth, probabilities));
    expect(rocOf(reversed, 0).auc).toBe(0);
    expect(
      rocOf(
        ranked.map(({ truth }) => prediction(truth, [0.5, 0.5])),
        0,
      ).auc,
    ).toBe(0.5);
  });

  test('the area is the share of pairs that are won, ties counting half', () => {
    fc.assert(
      fc.property(somePredictions(2), (predictions) => {
        const scoreOf = (one: (typeof predictions)[number]) => one.probabilities[1] ?? 0;
        const pairs = predictions
          .filter(({ truth }) => truth === 1)
          .flatMap((one) =>
            predictions.filter(({ truth }) => truth !== 1).map((other) => scoreOf(one) - scoreOf(other)),
          );
        const { auc } = rocOf(predictions, 1);
        const won = pairs.reduce((sum, lead) => sum + (lead > 0 ? 1 : lead === 0 ? 0.5 : 0), 0);
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(won / pairs.length, 9);
      }),
    );
  });

  test('a thinned curve keeps its ends and never goes back', () => {
    fc.assert(
      fc.property(somePredictions(2), fc.integer({ min: 2, max: 20 }), (predictions, count) => {
        const { points } = rocOf(predictions, 0);
        const thinned = thin(points, count);
        expect(thinned.length).toBeLessThanOrEqual(Math.max(count, 0));
        expect(thinned[0]).toEqual(points[0]);
        expect(thinned.at(-1)).toEqual(points.at(-1));
      }),
    );
  });
});

describe('calibration', () => {
  test('the error of two bins is the one worked out by hand', () => {
    // Ten at 0.95, nine right (gap .05); ten at 0.55, three right (gap .25): (.05 + .25) ÷ 2.
    const sure = Array.from({ length: 10 }, (_, index) => prediction(index < 9 ? 0 : 1, [0.95, 0.05]));
    const doubtful = Array.from({ length: 10 }, (_, index) => prediction(index < 3 ? 0 : 1, [0.55, 0.45]));
    expect(calibrationErrorOf(reliabilityOf([...sure, ...doubtful]))).toBeCloseTo(0.15, 12);
  });

  test('certainty is counted in the last bin', () => {
    expect(reliabilityOf([prediction(0, [1, 0])]).at(-1)?.n).toBe(1);
  });

  test('the error lies between 0 and 1, and the bins hold every sample', () => {
    fc.assert(
      fc.property(somePredictions(1), (predictions) => {
        const bins = reliabilityOf(predictions);
        expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(predictions.length);
        const error = calibrationErrorOf(bins);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
      }),
    );
    expect(calibrationErrorOf(reliabilityOf([]))).toBeNull();
  });
});

describe('unsure', () => {
  const four = [
    prediction(0, [0.9, 0.1]),
    prediction(0, [0.7, 0.3]),
    prediction(1, [0.6, 0.4]),
    prediction(0, [0.8, 0.2], { flaws: ['blurred'] }),
  ];

  test('a sample below the threshold does not vote, nor one that the device would not read', () => {
    expect(unsureAt(four, 0.7)).toEqual({ threshold: 0.7, coverage: 0.5, accuracy: 1 });
    expect(unsureAt(four, 0)).toEqual({ threshold: 0, coverage: 0.75, accuracy: 2 / 3 });
    expect(unsureAt(four, 0.95)).toEqual({ threshold: 0.95, coverage: 0, accuracy: null });
  });

  test('the curve begins with all samples and then leaves out the least certain', () => {
    fc.assert(
      fc.property(somePredictions(1), (predictions) => {
        const curve = coverageCurve(predictions);
        expect(curve[0]?.coverage).toBe(1);
        expect(curve[0]?.accuracy).toBe(totalsOf(confusionOf(predictions, 3)).accuracy);
        const coverages = curve.map(({ coverage }) => coverage ?? 0);
        expect([...coverages].sort((a, b) => b - a)).toEqual(coverages);
      }),
    );
  });
});

describe('bootstrap', () => {
  test('the interval of an accuracy is about the normal one', () => {
    const predictions = Array.from({ length: 400 }, (_, index) => prediction(index < 280 ? 0 : 1, [0.9, 0.1]));
    const [low, high] = bootstrap(predictions, 2, { seed: 7 }).accuracy ?? [0, 0];
    const reach = 1.96 * Math.sqrt((0.7 * 0.3) / 400);
    expect(low).toBeGreaterThan(0.7 - 1.25 * reach);
    expect(low).toBeLessThan(0.7 - 0.75 * reach);
    expect(high).toBeGreaterThan(0.7 + 0.75 * reach);
    expect(high).toBeLessThan(0.7 + 1.25 * reach);
  });

  test('the same seed gives the same interval, and nothing has none', () => {
    const draw = (seed: number) => bootstrap(TEN, 3, { seed, resamples: 50 });
    expect(draw(3)).toEqual(draw(3));
    expect(bootstrap([], 3, { seed: 1, resamples: 10 })).toEqual({ accuracy: null, uar: null, macroF1: null });
  });
});

describe('measures', () => {
  test('the worst group and the worst label of a group are named', () => {
    const of = (group: string, truth: number, isRight: boolean) =>
      prediction(truth, (truth === 0) === isRight ? [0.9, 0.1] : [0.1, 0.9], { group });
    const predictions = [
      ...[true, true, true, true].map((right) => of('north', 0, right)),
      ...[true, false].map((right) => of('north', 1, right)),
      ...[true, true, false].map((right) => of('south', 0, right)),
      ...[true, false, true].map((right) => of('south', 1, right)),
    ];
    const result = measure(predictions, { labels: ['a', 'b'], unsureBelow: 0, seed: 1 });
    expect(result.worstGroup).toEqual({ group: 'south', n: 6, accuracy: 4 / 6 });
    expect(result.worstCell).toEqual({ group: 'north', label: 'b', n: 2, recall: 0.5 });
    expect(result.groups['north']).toMatchObject({ n: 6, accuracy: 5 / 6, recall: { a: 1, b: 0.5 } });
  });

  test('the errors begin with the most certain one', () => {
    const wrong = [0.6, 0.9, 0.7].map((sure) => prediction(1, [sure, 1 - sure, 0]));
    const { errors } = measure([...wrong, prediction(0, [1, 0, 0])], OPTIONS);
    expect(errors.map(({ probability }) => probability)).toEqual([0.9, 0.7, 0.6]);
    expect(errors[0]).toMatchObject({ label: 'b', predicted: 'a' });
  });

  test('the order of the samples changes no figure', () => {
    const shuffled = somePredictions(1).chain((predictions) =>
      fc.tuple(fc.constant(predictions), fc.shuffledSubarray(predictions, { minLength: predictions.length })),
    );
    fc.assert(
      fc.property(shuffled, ([predictions, others]) => {
        const [one, other] = [measure(predictions, OPTIONS), measure(others, OPTIONS)];
        expect(other.ece).toBeCloseTo(one.ece ?? 0, 9);
        for (const result of [one, other])
          Object.assign(result, { ece: 0, reliability: [], errors: [], worstCell: null, worstGroup: null });
        expect(other).toEqual(one);
      }),
      { numRuns: 15 },
    );
  });

  test('an empty list has no figures and breaks nothing', () => {
    const result = measure([], OPTIONS);
    expect(result).toMatchObject({ n: 0, accuracy: null, uar: null, ece: null, worstGroup: null, errors: [] });
  });
});
