import { describe, expect, it } from 'vitest';
import { cropQualityOf, faceQualityOf, flawsOf, isFacing } from '../../../device/sense/vision/quality.ts';
import { faceAt, squareAt } from './faces.ts';

const SIDE = 64;
const crop = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, index) => value(index % SIDE, Math.floor(index / SIDE)));
const flawsOfCrop = (values: Float32Array) =>
  flawsOf(
    faceQualityOf(faceAt(squareAt(0, 0, 100)).keypoints),
    cropQualityOf(values, { widthPx: SIDE, heightPx: SIDE, planes: 1 }),
  );

/** Edges like those of a face, `width` pixels wide. */
const edges = (width: number) =>
  crop((x, y) => 128 + 60 * Math.tanh(Math.sin(x / 5) * (8 / width)) * Math.tanh(Math.sin(y / 7) * (8 / width)));

describe('the quality gate', () => {
  it('lets a sharp, lit, frontal face pass', () => {
    expect(flawsOfCrop(edges(2))).toEqual([]);
  });

  it('stops a small face', () => {
    expect(flawsOf(faceQualityOf(faceAt(squareAt(0, 0, 8)).keypoints))).toEqual(['small']);
  });

  it('stops a turned face, and knows who looks at the device', () => {
    const { keypoints } = faceAt(squareAt(0, 0, 100));
    const turned = (x: number) => faceQualityOf({ ...keypoints, nose: { x, y: 55 } });
    expect(flawsOf(turned(80))).toEqual(['turned']);
    expect(flawsOf(turned(20))).toEqual(['turned']);
    expect([turned(50), turned(54), turned(62)].map(isFacing)).toEqual([true, true, false]);
    expect(flawsOf(turned(60))).toEqual([]);
  });

  it('stops a dark face, and one without any contrast', () => {
    expect(flawsOfCrop(edges(2).map((value) => value / 32))).toContain('dark');
    expect(flawsOfCrop(crop(() => 128))).toContain('dark');
  });

  it('stops a blurred face, however bright', () => {
    const blurred = crop((x, y) => 128 + 60 * Math.sin(x / 12) * Math.sin(y / 14));
    expect(flawsOfCrop(blurred)).toEqual(['blurred']);
  });
});
