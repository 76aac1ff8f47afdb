import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf, matchedPairs, mismatchedPairs } from '../../../models/evaluate/fusion/pairs.ts';
import { gateCurve } from '../../../models/evaluate/metrics/gate.ts';
import type { Prediction } from '../../../models/evaluate/metrics/prediction.ts';
import { seededRandom } from '../../../models/evaluate/random.ts';
import { conditionsOf } from '../../../models/evaluate/speech/conditions.ts';
import { clipped, shortened, withNoise } from '../../../models/evaluate/speech/disturbance.ts';

const energyOf = (sound: Float32Array) => sound.reduce((sum, sample) => sum + sample * sample, 0);
const tone = Float32Array.from({ length: 16_000 }, (_, at) => 0.2 * Math.sin(at / 7) * (at > 4_000 ? 1 : 0.01));

const prediction = (truth: number, file = `${truth}`, signalToNoiseDb = 20): Prediction => ({
  file,
  truth,
  probabilities: [0.6, 0.4],
  group: null,
  flaws: [],
  signalToNoiseDb,
});

describe('disturbances of a voice', () => {
  test.each([20, 10, 0])('noise lies %d dB under the voice', (db) => {
    const noisy = withNoise(db, seededRandom(1))(tone);
    const noise = noisy.map((sample, at) => sample - (tone[at] ?? 0));
    expect(10 * Math.log10(energyOf(tone) / energyOf(noise))).toBeCloseTo(db, 1);
  });

  test('clipping brings the share that it says to full scale', () => {
    for (const share of [0.01, 0.05, 0.2]) {
      const full = clipped(share)(tone).filter((sample) => Math.abs(sample) >= 0.9999).length / tone.length;
      expect(full).toBeCloseTo(share, 2);
    }
  });

  test('shortening keeps the loudest part, and no more than there is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 2, noNaN: true }), (seconds) => {
        const part = shortened(seconds)(tone);
        expect(part.length).toBe(Math.min(tone.length, Math.round(seconds * 16_000)));
        expect(energyOf(part)).toBeLessThanOrEqual(energyOf(tone) + 1e-6);
      }),
      { numRuns: 20 },
    );
    expect(energyOf(shortened(0.5)(tone))).toBeGreaterThan(0.6 * energyOf(tone));
  });

  test('every condition gives finite sound, the same for the same seed', () => {
    const short = tone.slice(3_000, 7_000);
    const again = conditionsOf(3);
    for (const [index, { disturbance }] of conditionsOf(3).entries()) {
      const sound = disturbance(short);
      expect(sound.every(Number.isFinite)).toBe(true);
      expect(again[index]?.disturbance(short)).toEqual(sound);
    }
  });
});

describe('synthetic pairs', () => {
  const faces = [0, 1, 1, 0].map((truth, index) => prediction(truth, `face-${index}`));
  const voices = [1, 1, 0].map((truth, index) => prediction(truth, `voice-${index}`));

  test('matched pairs share their label, mismatched ones never do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), (seed) => {
        const matched = matchedPairs(faces, voices, seededRandom(seed));
        expect(matched.every(({ face, voice }) => face.truth === voice.truth)).toBe(true);
        const mismatched = mismatchedPairs(faces, voices, seededRandom(seed));
        expect(mismatched.every(({ face, voice }) => face.truth !== voice.truth)).toBe(true);
      }),
    );
  });

  test('a face whose label no voice has is in no pair', () => {
    expect(matchedPairs([prediction(0)], [prediction(1)], seededRandom(1))).toEqual([]);
    expect(figuresOf('matched', 'fused', [], 2)).toMatchObject({ n: 0, accuracy: null });
  });
});

test('the gate curve counts who would vote, and how rightly', () => {
  const curve = gateCurve([prediction(0, 'a', 3), prediction(1, 'b', 11), prediction(0, 'c', 30)]);
  expect(curve[0]).toEqual({ signalToNoiseDb: 0, coverage: 1, accuracy: 2 / 3 });
  expect(curve.find(({ signalToNoiseDb }) => signalToNoiseDb === 10)).toMatchObject({ coverage: 2 / 3, accuracy: 0.5 });
  expect(curve.find(({ signalToNoiseDb }) => signalToNoiseDb === 25)).toMatchObject({ coverage: 1 / 3, accuracy: 1 });
});
