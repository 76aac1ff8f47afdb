import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certaintyOf, fuse } from '../../../device/sense/fusion/fuse.ts';
import { fusionWeightsSchema } from '../../../device/sense/fusion/fusion-weights.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { modality, mostly, weightsOf } from './weights.ts';

const probabilities = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: EMOTIONS.length, maxLength: EMOTIONS.length })
  .map((values) => values.map((value) => value / values.reduce((sum, one) => sum + one, 0)));
const uniform = EMOTIONS.map(() => 1 / EMOTIONS.length);

describe('fusion', () => {
  test('gives probabilities, whatever it is given', () => {
    const anyWeights = fc.record({
      base: fc.double({ min: -2, max: 2, noNaN: true }),
      slope: fc.double({ min: -2, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(probabilities, probabilities, anyWeights, (face, voice, { base, slope }) => {
        const fused = fuse(face, voice, weightsOf(modality(base, slope)));
        expect(fused.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        expect(fused.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });

  test('a voice that says nothing leaves the face as it was', () => {
    fc.assert(
      fc.property(probabilities, (face) => {
        for (const [at, value] of fuse(face, uniform, weightsOf()).entries())
          expect(value).toBeCloseTo(face[at] ?? 0, 6);
      }),
    );
  });

  test('both sides that agree are surer together than either alone', () => {
    const fused = fuse(mostly('happy', 0.6), mostly('happy', 0.5), weightsOf());
    expect(fused[EMOTIONS.indexOf('happy')]).toBeGreaterThan(0.6);
  });

  test('more of an emotion in the voice is never less of it in both, while reliability does not change', () => {
    fc.assert(
      fc.property(probabilities, fc.double({ min: 0.1, max: 0.8, noNaN: true }), (face, share) => {
        const at = EMOTIONS.indexOf('sad');
        const [less, more] = [share, share + 0.1].map(
          (value) => fuse(face, mostly('sad', value), weightsOf())[at] ?? 0,
        );
        expect(more).toBeGreaterThanOrEqual((less ?? 0) - 1e-9);
      }),
    );
  });

  test('an uncertain side counts less where reliability grows with certainty', () => {
    const bySurety = weightsOf(modality(0, 2), modality(0, 2));
    const fused = fuse(mostly('happy', 0.9), mostly('sad', 0.3), bySurety);
    expect(fused.indexOf(Math.max(...fused))).toBe(EMOTIONS.indexOf('happy'));
  });

  test('certainty is 0 for all alike and 1 for one alone', () => {
    expect(certaintyOf(uniform)).toBeCloseTo(0, 9);
    expect(certaintyOf(mostly('fear', 1))).toBeCloseTo(1, 9);
  });

  test('weights in another order of emotions are refused', () => {
    const weights = weightsOf();
    expect(fusionWeightsSchema.safeParse(weights).success).toBe(true);
    expect(fusionWeightsSchema.safeParse({ ...weights, emotions: [...weights.emotions].reverse() }).success).toBe(
      false,
    );
  });
});
