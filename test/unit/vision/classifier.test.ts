import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../device/sense/inference/calibrate.ts';
import { floatTensor } from '../../../device/sense/inference/tensor.ts';
import { alignFaces, classesOf, decode, preprocess } from '../../../device/sense/vision/classifier.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { faceAt, frameOf, squareAt } from './faces.ts';
import { emotionManifest } from './manifests.ts';

const LABELS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;
const manifest = emotionManifest([...LABELS]);

describe('a face classifier', () => {
  it('reads the labels of its manifest into the order of the vocabulary', () => {
    const values = Float32Array.from([0.02, 0.03, 0.05, 0.6, 0.1, 0.15, 0.05]);
    const [row] = decode({ probabilities: floatTensor(values, [1, 7]) }, manifest, 1);
    expect(classesOf(manifest)).toEqual(EMOTIONS);
    expect(row?.[EMOTIONS.indexOf('happy')]).toBeCloseTo(0.6);
    expect(row?.[EMOTIONS.indexOf('neutral')]).toBeCloseTo(0.05);
  });

  it('is given as many planes of each face as its manifest says', () => {
    const colour = { ...manifest, input: { ...manifest.input, planes: 3 } } as const;
    const frame = frameOf(80, 60, () => [250, 120, 30]);
    const faces = [10, 40].map((x) => faceAt(squareAt(x, 20, 16)).keypoints);
    const fed = (given: typeof manifest) => preprocess(alignFaces(frame, faces, given), given)[given.input.face];
    expect(fed(manifest)?.shape).toEqual([2, 1, 16, 16]);
    expect(fed(colour)?.shape).toEqual([2, 3, 16, 16]);
    const values = [...(fed(colour)?.data ?? [])].map(Number);
    expect([0, 256, 512, 768, 1_280].map((at) => values[at])).toEqual([250, 120, 30, 250, 30]);
  });

  it('refuses another number of faces, and what is no number', () => {
    const invalid = expect.objectContaining({ code: 'MODEL_OUTPUT_INVALID' });
    const values = new Float32Array(7).fill(1 / 7);
    expect(() => decode({ probabilities: floatTensor(values, [1, 7]) }, manifest, 2)).toThrowError(invalid);
    expect(() => decode({}, manifest, 1)).toThrowError(invalid);
    values[3] = Number.NaN;
    expect(() => decode({ probabilities: floatTensor(values, [1, 7]) }, manifest, 1)).toThrowError(invalid);
  });

  it('calibrates without changing the order, and to a sum of one', () => {
    const probability = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(probability, { minLength: 7, maxLength: 7 }),
        fc.double({ min: 0.3, max: 5, noNaN: true }),
        (raw, temperature) => {
          const calibrated = calibrate(raw, temperature);
          expect(calibrated.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
          expect(calibrated[raw.indexOf(Math.max(...raw))]).toBeCloseTo(Math.max(...calibrated), 9);
        },
      ),
    );
  });

  it('is less certain at a temperature above one', () => {
    expect(Math.max(...calibrate([0.7, 0.2, 0.1], 2))).toBeLessThan(0.7);
    expect(calibrate([0.7, 0.2, 0.1], 1)).toEqual([0.7, 0.2, 0.1].map((value) => expect.closeTo(value, 9)));
  });
});
