import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatTensor } from '../../../device/sense/inference/tensor.ts';
import { anchorCount, anchorOf, decodeRows, mergeOverlapping } from '../../../device/sense/vision/detector-rows.ts';
import type { FaceDetectorManifest } from '../../../shared/manifest.ts';
import { faceAt, squareAt } from './faces.ts';
import { detectorManifest } from './manifests.ts';

const LAYERS: FaceDetectorManifest['output']['anchors']['layers'] = [
  { stridePx: 16, perCell: 2 },
  { stridePx: 32, perCell: 6 },
];
const manifest = detectorManifest(LAYERS);
const { anchors } = manifest.output;
const SIZE = { heightPx: 64, widthPx: 96 };
const COUNT = 4 * 6 * 2 + 2 * 3 * 6;

describe('rows of a detector', () => {
  it('are as many as cells and anchors', () => {
    expect(anchorCount(anchors, SIZE)).toBe(COUNT);
  });

  it('belong to the centre of their cell, layer after layer', () => {
    expect(anchorOf(anchors, SIZE, 0)).toEqual({ x: 8, y: 8 });
    expect(anchorOf(anchors, SIZE, 3)).toEqual({ x: 24, y: 8 });
    expect(anchorOf(anchors, SIZE, 12)).toEqual({ x: 8, y: 24 });
    expect(anchorOf(anchors, SIZE, 48)).toEqual({ x: 16, y: 16 });
    expect(anchorOf(anchors, SIZE, COUNT - 1)).toEqual({ x: 80, y: 48 });
    expect(() => anchorOf(anchors, SIZE, COUNT)).toThrow(RangeError);
  });

  it('become boxes and points around their anchor', () => {
    const scores = new Float32Array(COUNT);
    const regressors = new Float32Array(COUNT * 16);
    scores[12] = 0.8;
    regressors.set([4, -2, 30, 20, -6, -3, 6, -3, 0, 1, 0, 5, -9, 0, 9, 0], 12 * 16);
    const outputs = { scores: floatTensor(scores, [COUNT]), regressors: floatTensor(regressors, [COUNT, 16]) };
    const [face, ...others] = decodeRows(outputs, manifest, SIZE);
    expect(others).toEqual([]);
    expect(face?.score).toBeCloseTo(0.8);
    expect(face?.box).toEqual({ x: 8 + 4 - 15, y: 24 - 2 - 10, width: 30, height: 20 });
    expect(face?.keypoints.rightEye).toEqual({ x: 2, y: 21 });
    expect(face?.keypoints.leftEar).toEqual({ x: 17, y: 24 });
  });

  it('of another number are refused', () => {
    const outputs = {
      scores: floatTensor(new Float32Array(3), [3]),
      regressors: floatTensor(new Float32Array(48), [3, 16]),
    };
    expect(() => decodeRows(outputs, manifest, SIZE)).toThrowError(
      expect.objectContaining({ code: 'MODEL_OUTPUT_INVALID' }),
    );
  });

  it('that overlap are one face, weighed by score', () => {
    const [face, ...others] = mergeOverlapping(
      [faceAt(squareAt(0, 0, 100), 0.6), faceAt(squareAt(10, 0, 100), 0.9)],
      0.3,
    );
    expect(others).toEqual([]);
    expect(face?.score).toBe(0.9);
    expect(face?.box.x).toBeCloseTo((0 * 0.6 + 10 * 0.9) / 1.5);
  });

  it('within a face are part of it', () => {
    const merged = mergeOverlapping([faceAt(squareAt(0, 0, 200), 0.9), faceAt(squareAt(60, 60, 60), 0.7)], 0.3);
    expect(merged.map(({ box }) => box.width)).toEqual([200]);
  });

  it('that do not touch stay apart, whatever their order', () => {
    const faces = [0, 300, 600].map((x, index) => faceAt(squareAt(x, 0, 80), 0.6 + index / 10));
    fc.assert(
      fc.property(fc.shuffledSubarray(faces, { minLength: 3 }), (shuffled) => {
        expect(mergeOverlapping(shuffled, 0.3).map(({ box }) => box.x)).toEqual([600, 300, 0]);
      }),
    );
  });
});
