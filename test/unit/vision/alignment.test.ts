import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignFace, alignmentOf, lumaOf } from '../../../device/sense/vision/alignment.ts';
import type { Keypoints } from '../../../device/sense/vision/detection.ts';
import { cropQualityOf } from '../../../device/sense/vision/quality.ts';
import type { Alignment } from '../../../shared/manifest.ts';
import { faceAt, frameOf, grey, squareAt } from './faces.ts';

const FRAMING: Alignment = { imageLeftEye: [0.3, 0.4], imageRightEye: [0.7, 0.4] };
const SIZE = { widthPx: 64, heightPx: 64, planes: 1 } as const;

function withEyes(left: { x: number; y: number }, right: { x: number; y: number }): Keypoints {
  return { ...faceAt(squareAt(0, 0, 10)).keypoints, rightEye: left, leftEye: right };
}

function alignedCrop(frame: Parameters<typeof alignFace>[0], keypoints: Keypoints): Float32Array {
  const crop = new Float32Array(64 * 64);
  alignFace(frame, alignmentOf(keypoints, FRAMING, SIZE), SIZE, crop);
  return crop;
}

describe('the alignment of faces', () => {
  it('puts both eyes on the points of the manifest, at any place, size and tilt', () => {
    const coordinate = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (x1, y1, x2, y2) => {
        fc.pre(Math.hypot(x1 - x2, y1 - y2) > 2);
        const { a, b, x0, y0 } = alignmentOf(withEyes({ x: x1, y: y1 }, { x: x2, y: y2 }), FRAMING, SIZE);
        const toFrame = (x: number, y: number) => [a * x - b * y + x0, b * x + a * y + y0] as const;
        const [left, right] = [toFrame(0.3 * 64, 0.4 * 64), toFrame(0.7 * 64, 0.4 * 64)];
        const missed = [left[0] - x1, left[1] - y1, right[0] - x2, right[1] - y2].map(Math.abs);
        expect(Math.max(...missed)).toBeLessThan(1e-6);
      }),
    );
  });

  it('with a mouth, comes to the same where the three points fit, and keeps the size of a face that turns away', () => {
    const framing: Alignment = { ...FRAMING, mouth: [0.5, 0.8] };
    const scaleFor = (eyesApart: number, alignment: Alignment) => {
      const eyes = withEyes({ x: 500 - eyesApart / 2, y: 300 }, { x: 500 + eyesApart / 2, y: 300 });
      return alignmentOf({ ...eyes, mouth: { x: 500, y: 400 } }, alignment, SIZE);
    };
    const close = (value: number) => expect.closeTo(value, 9);
    const { a, b, x0, y0 } = scaleFor(100, FRAMING);
    expect(scaleFor(100, framing)).toEqual({ a: close(a), b: close(b), x0: close(x0), y0: close(y0) });
    expect(scaleFor(40, FRAMING).a / a).toBeCloseTo(0.4, 9);
    expect(scaleFor(40, framing).a / a).toBeGreaterThan(0.75);
  });

  it('takes the mouth for what it is: turned and moved as a whole, the crop turns and moves with the face', () => {
    const framing: Alignment = { ...FRAMING, mouth: [0.5, 0.8] };
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        (angle, size) => {
          const at = ([x, y]: readonly [number, number]) => ({
            x: 300 + size * 64 * (x * Math.cos(angle) - y * Math.sin(angle)),
            y: 200 + size * 64 * (x * Math.sin(angle) + y * Math.cos(angle)),
          });
          const points = { ...withEyes(at(FRAMING.imageLeftEye), at(FRAMING.imageRightEye)), mouth: at([0.5, 0.8]) };
          const found = alignmentOf(points, framing, SIZE);
          const missed = [
            found.a - size * Math.cos(angle),
            found.b - size * Math.sin(angle),
            found.x0 - 300,
            found.y0 - 200,
          ];
          expect(Math.max(...missed.map(Math.abs))).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('reproduces a ramp exactly, enlarged or shrunk', () => {
    const frame = frameOf(400, 400, (x) => grey(x * 0.5));
    for (const span of [12, 25.6, 60, 110]) {
      const crop = alignedCrop(frame, withEyes({ x: 200 - span / 2, y: 200 }, { x: 200 + span / 2, y: 200 }));
      const slope = (span / (0.4 * 64)) * 0.5;
      const row = crop.subarray(30 * 64, 31 * 64);
      const middle = 0.5 * (200 - 0.5);
      // Grey values are whole numbers, so half a level is what a ramp in bytes can hold.
      for (const column of [12, 20, 32, 44, 52]) {
        expect(Math.abs((row[column] ?? 0) - (middle + slope * (column + 0.5 - 32)))).toBeLessThan(0.6);
      }
    }
  });

  it('averages what it shrinks: a fine chequerboard turns grey, not into a pattern', () => {
    const frame = frameOf(480, 480, (x, y) => grey(((x + y) % 2) * 255));
    const crop = alignedCrop(frame, withEyes({ x: 140, y: 180 }, { x: 340, y: 200 }));
    for (const value of crop) expect(Math.abs(value - 127.5)).toBeLessThan(16);
  });

  it('loses no detail that the crop can show, at one and a half pixels to one', () => {
    const half = (1.5 * 0.4 * 64) / 2;
    const eyes = withEyes({ x: 100 - half, y: 100 }, { x: 100 + half, y: 100 });
    const stripes = alignedCrop(
      frameOf(200, 200, (x) => grey(127.5 + 127.5 * Math.sin((2 * Math.PI * x) / 5))),
      eyes,
    );
    expect(cropQualityOf(stripes, SIZE).contrast).toBeGreaterThan(0.6 * (127.5 / Math.SQRT2));
    const chequers = alignedCrop(
      frameOf(200, 200, (x, y) => grey(((x + y) % 2) * 255)),
      eyes,
    );
    for (const value of chequers) expect(Math.abs(value - 127.5)).toBeLessThan(16);
  });

  it('weighs colours as luma', () => {
    const frame = frameOf(40, 40, () => [200, 100, 50]);
    const crop = alignedCrop(frame, withEyes({ x: 10, y: 16 }, { x: 26, y: 16 }));
    for (const value of crop) expect(value).toBeCloseTo(0.299 * 200 + 0.587 * 100 + 0.114 * 50, 3);
  });

  it('keeps colours apart, plane by plane, and their luma is that of the crop of one plane', () => {
    const frame = frameOf(400, 400, (x, y) => [x % 256, y % 256, (x + y) % 256]);
    for (const span of [16, 40, 150]) {
      const eyes = withEyes({ x: 200 - span / 2, y: 190 }, { x: 200 + span / 2, y: 200 });
      const colour = { ...SIZE, planes: 3 } as const;
      const planes = new Float32Array(3 * 64 * 64);
      alignFace(frame, alignmentOf(eyes, FRAMING, SIZE), colour, planes);
      const lumas = alignedCrop(frame, eyes);
      const different = lumaOf(planes, colour).map((value, at) => Math.abs(value - (lumas[at] ?? 0)));
      expect(Math.max(...different)).toBeLessThan(0.01);
      expect(cropQualityOf(planes, colour).contrast).toBeCloseTo(cropQualityOf(lumas, SIZE).contrast, 2);
    }
    const flat = new Float32Array(3 * 64 * 64);
    const purple = frameOf(40, 40, () => [200, 100, 50]);
    const size = { ...SIZE, planes: 3 } as const;
    alignFace(purple, alignmentOf(withEyes({ x: 10, y: 16 }, { x: 26, y: 16 }), FRAMING, SIZE), size, flat);
    expect([flat[0], flat[64 * 64], flat[2 * 64 * 64]].map((value) => Math.round(value ?? 0))).toEqual([200, 100, 50]);
  });

  it('repeats the edge beyond the frame', () => {
    const frame = frameOf(50, 50, (x) => grey(x < 25 ? 10 : 240));
    const crop = alignedCrop(frame, withEyes({ x: -60, y: -40 }, { x: -20, y: -40 }));
    for (const value of crop) expect(value).toBeCloseTo(10, 3);
  });
});
