import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../device/sense/frame.ts';
import { alignFace, scaleOf } from '../../../device/sense/vision/alignment.ts';
import { cover, occlusionMap } from '../../../device/sense/vision/occlusion-map.ts';
import {
  compressed,
  farAway,
  litBy,
  outOfFocus,
  shifted,
  turned,
  underLamp,
  withoutColour,
  zoomedOut,
} from '../../../models/evaluate/face/disturbance.ts';
import { surround, wholePicture } from '../../../models/evaluate/face/framing.ts';
import { boxed, glasses, masked } from '../../../models/evaluate/face/obstruction.ts';
import { conditionsOf, robustnessRow } from '../../../models/evaluate/face/robustness.ts';
import { turnedAway } from '../../../models/evaluate/face/yaw.ts';
import { seededRandom } from '../../../models/evaluate/random.ts';
import type { Alignment } from '../../../shared/manifest.ts';
import { prediction } from './predictions.ts';

const frame = (widthPx: number, heightPx: number, grey: (index: number) => number): Frame => ({
  pixels: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, index) => grey(Math.floor(index / 3))),
  widthPx,
  heightPx,
  capturedAtMs: 0,
});
const SIZE = { widthPx: 6, heightPx: 6, planes: 1 } as const;

const EYES: Alignment = { imageLeftEye: [0.32, 0.4], imageRightEye: [0.68, 0.4] };

describe('framing', () => {
  test('a picture of the size of the crop is the crop, value by value', () => {
    const picture = frame(6, 6, (index) => (index * 7) % 256);
    const crop = new Float32Array(36);
    alignFace(picture, wholePicture(picture, SIZE), SIZE, crop);
    expect([...crop]).toEqual(Array.from(crop, (_, index) => expect.closeTo((index * 7) % 256, 3)));
  });

  test('of a picture that is not square the middle is taken', () => {
    expect(
      wholePicture(
        frame(20, 12, () => 0),
        SIZE,
      ),
    ).toEqual({ a: 2, b: 0, x0: 4, y0: 0 });
  });

  test('a small picture is put in the middle of a frame three times its size, a large one is left as it is', () => {
    const around = surround(frame(10, 8, () => 200));
    expect([around.widthPx, around.heightPx]).toEqual([30, 24]);
    const at = (x: number, y: number) => around.pixels[(y * 30 + x) * 3];
    expect([at(10, 8), at(19, 15), at(9, 8), at(20, 15)]).toEqual([200, 200, 128, 128]);
    const large = surround(frame(700, 4, () => 1));
    expect([large.widthPx, large.heightPx]).toEqual([700, 12]);
  });
});

describe('disturbances', () => {
  const exact = { a: 2, b: 1, x0: 5, y0: -3 };
  const apply = ({ a, b, x0, y0 }: typeof exact, x: number, y: number) => [a * x - b * y + x0, b * x + a * y + y0];

  test('a shift moves the crop by its share of the width, and nothing else', () => {
    const moved = shifted(0.5, seededRandom(1)).crop?.(exact, SIZE) ?? exact;
    expect(scaleOf(moved)).toBeCloseTo(scaleOf(exact), 9);
    expect(Math.hypot(moved.x0 - exact.x0, moved.y0 - exact.y0)).toBeCloseTo(0.5 * 6 * scaleOf(exact), 9);
  });

  test('scale and turn keep the middle of the crop where it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 90, noNaN: true }),
        (factor, degrees) => {
          const zoomed = zoomedOut(factor).crop?.(exact, SIZE) ?? exact;
          const rotated = turned(degrees, seededRandom(2)).crop?.(zoomed, SIZE) ?? zoomed;
          expect(scaleOf(rotated)).toBeCloseTo(factor * scaleOf(exact), 9);
          const [x = 0, y = 0] = apply(rotated, 3, 3);
          expect([x, y]).toEqual(apply(exact, 3, 3).map((value) => expect.closeTo(value, 9)));
        },
      ),
    );
  });

  test('less light is darker and noisy, more light clips, and the seed decides', async () => {
    const grey = frame(20, 20, () => 160);
    const under = async (gain: number) =>
      (await litBy(gain, seededRandom(5)).picture?.(grey))?.pixels ?? new Uint8Array();
    const dark = await under(0.25);
    expect(dark.reduce((sum, value) => sum + value, 0) / dark.length).toBeCloseTo(40, -1);
    expect(new Set(dark).size).toBeGreaterThan(5);
    expect(await under(0.25)).toEqual(dark);
    expect(new Set(await under(2))).toEqual(new Set([255]));
  });

  test('a lamp changes each colour by its own gain and clips; without colour there is luma alone', async () => {
    const skin = { ...frame(1, 1, () => 0), pixels: Uint8Array.of(200, 100, 50) };
    expect((await underLamp([1.5, 1, 0.5]).picture?.(skin))?.pixels).toEqual(Uint8Array.of(255, 100, 25));
    expect((await withoutColour.picture?.(skin))?.pixels).toEqual(Uint8Array.of(124, 124, 124));
  });

  test('a face far away is a smaller picture; one that is smaller already stays', async () => {
    const picture = frame(40, 20, () => 90);
    expect(await farAway(10).picture?.(picture)).toMatchObject({ widthPx: 10, heightPx: 5 });
    expect(await farAway(40).picture?.(picture)).toBe(picture);
  });

  test.each([0.5, 1, 2])('a point out of focus by %d px spreads by as much', async (deviationPx) => {
    const [side, middle] = [48, 24];
    const line = frame(side, side, (index) => (index % side === middle ? 255 : 0));
    const blurred = (await outOfFocus(deviationPx).picture?.(line)) ?? line;
    const row = Array.from({ length: side }, (_, x) => blurred.pixels[(middle * side + x) * 3] ?? 0);
    const total = row.reduce((sum, value) => sum + value, 0);
    const variance = row.reduce((sum, value, x) => sum + (value / total) * (x - middle) ** 2, 0);
    expect(Math.sqrt(variance) / deviationPx).toBeGreaterThan(0.85);
    expect(Math.sqrt(variance) / deviationPx).toBeLessThan(1.15);
  });

  test('stronger compression leaves the size alone and loses more of the picture', async () => {
    const picture = frame(48, 40, (index) => (index * 37) % 256);
    const lossAt = async (quality: number) => {
      const after = await compressed(quality).picture?.(picture);
      expect(after).toMatchObject({ widthPx: 48, heightPx: 40 });
      return after?.pixels.reduce((sum, value, index) => sum + Math.abs(value - (picture.pixels[index] ?? 0)), 0) ?? 0;
    };
    const [fine, coarse] = [await lossAt(95), await lossAt(10)];
    expect(fine).toBeGreaterThan(0);
    expect(coarse).toBeGreaterThan(fine);
  });

  test.each([0.1, 0.3])('a box hides %d of the picture behind one grey, and nothing else', async (share) => {
    const picture = frame(40, 40, (index) => index % 251);
    const seen = await boxed(share, seededRandom(3)).picture?.(picture);
    const hidden = Array.from({ length: 1600 }, (_, index) => index).filter(
      (index) => seen?.pixels[index * 3] !== picture.pixels[index * 3],
    );
    expect(hidden.length / 1600).toBeGreaterThan(share - 0.05);
    expect(hidden.length / 1600).toBeLessThan(share + 0.05);
    expect(new Set(hidden.map((index) => seen?.pixels[index * 3])).size).toBe(1);
  });

  test('a mask hides the lower part only', async () => {
    const picture = frame(10, 10, () => 77);
    const seen = await masked(0.6, seededRandom(4)).picture?.(picture);
    expect(seen?.pixels.subarray(0, 180)).toEqual(picture.pixels.subarray(0, 180));
    expect(new Set(seen?.pixels.subarray(180)).size).toBe(1);
    expect(seen?.pixels[180]).not.toBe(77);
  });

  test('glasses lie around the eyes: clear ones hide the rims alone, dark ones what is behind them too', async () => {
    const picture = frame(48, 48, () => 200);
    const wornAt = async (light: number) => (await glasses(light, EYES, seededRandom(5)).picture?.(picture))?.pixels;
    const [clear, dark] = [await wornAt(1), await wornAt(0.25)];
    const at = (x: number, y: number) => (y * 48 + x) * 3;
    const eyes = [at(15, 19), at(32, 19)];
    expect(eyes.map((eye) => clear?.[eye])).toEqual([200, 200]);
    expect(eyes.map((eye) => dark?.[eye])).toEqual([50, 50]);
    expect(clear?.filter((value) => value !== 200).length).toBeGreaterThan(100);
    expect([at(24, 40), at(2, 19), at(24, 5)].map((skin) => dark?.[skin])).toEqual([200, 200, 200]);
  });

  test('a face turned away is narrower, its near side wider; not turned it stays as it is', async () => {
    const stripes = frame(81, 9, (index) => ([20, 60].includes(index % 81) ? 255 : 0));
    const brightOf = async (degrees: number) => {
      const seen = (await turnedAway(degrees, () => 0.9).picture?.(stripes)) ?? stripes;
      const row = Array.from({ length: 81 }, (_, x) => seen.pixels[(4 * 81 + x) * 3] ?? 0);
      const brightest = (from: number, to: number) => row.indexOf(Math.max(...row.slice(from, to)), from);
      return [brightest(0, 40), brightest(41, 81)] as const;
    };
    expect(await turnedAway(0, () => 0).picture?.(stripes)).toEqual(stripes);
    const [left, right] = await brightOf(45);
    expect(right - left).toBeLessThan(40 * Math.cos(Math.PI / 4) + 2);
    expect(right - left).toBeGreaterThan(40 * Math.cos(Math.PI / 4) - 2);
    expect(40 - left).toBeGreaterThan(right - 40);
  });

  test('conditions have names of their own', () => {
    const names = conditionsOf(1, EYES).map(({ family, level }) => `${family} ${level}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('an occlusion map', () => {
  const OPTIONS = { widthPx: 12, heightPx: 12, planes: 1, cells: 4, patchCells: 1 } as const;
  /** A model that looks at the upper left 3 × 3 pixels alone. */
  const looksAtCorner = async (crops: readonly Float32Array[]) =>
    crops.map((crop) => {
      const bright = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => crop[y * 12 + x] ?? 0));
      const share = bright.reduce((sum, value) => sum + value, 0) / 9 / 255;
      return [1 - share, share];
    });

  test('loses probability where the model looks, and only there', async () => {
    const crop = Float32Array.from({ length: 144 }, (_, index) => (index % 12 < 3 && index < 36 ? 255 : 0));
    const map = await occlusionMap(crop, looksAtCorner, OPTIONS);
    expect(map).toMatchObject({ label: 1, probability: 1, columns: 4, rows: 4 });
    expect(map.losses[0]).toBeCloseTo(1 - 9 / 144, 5);
    expect(map.losses.slice(1)).toEqual(new Array(15).fill(0));
  });

  test('a patch has the mean colour of the crop, plane by plane', () => {
    const crop = Float32Array.from({ length: 432 }, (_, index) => 10 * (1 + Math.floor(index / 144)));
    for (const plane of [0, 1, 2]) crop[plane * 144] = 154 + 10 * plane;
    const covered = cover(crop, 0, 0, { ...OPTIONS, planes: 3 });
    expect([covered[0], covered[144], covered[288]]).toEqual([11, 21, 31]);
    expect(covered.filter((value, index) => value !== crop[index])).toHaveLength(27);
  });

  test('a patch stays inside the crop and leaves the crop itself alone', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.double({ min: 0.5, max: 4, noNaN: true }), (column, row, patchCells) => {
        const crop = Float32Array.from({ length: 144 }, (_, index) => index);
        const covered = cover(crop, column, row, { ...OPTIONS, patchCells });
        expect(covered).toHaveLength(144);
        expect(crop[143]).toBe(143);
        const patched = covered.filter((value, index) => value !== crop[index]);
        expect(new Set(patched).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('a row of the robustness table counts the faces that were not found', () => {
  const predictions = [
    prediction(0, [0.9, 0.1]),
    prediction(1, [0.6, 0.4]),
    prediction(1, [0.2, 0.8], { flaws: ['small'] }),
  ];
  const skips = [
    { reason: 'NO_FACE', line: 2, file: 'a' },
    { reason: 'FILE_MISSING', line: 3, file: 'b' },
  ] as const;
  const row = robustnessRow(
    { family: 'size', level: '12 px' },
    { predictions, skips, msPerSample: 1 },
    { labels: 2, unsureBelow: 0.7 },
  );
  expect(row).toEqual({
    family: 'size',
    level: '12 px',
    n: 3,
    found: 0.75,
    accuracy: 2 / 3,
    uar: 0.75,
    coverage: 1 / 3,
    sureAccuracy: 1,
  });
});
