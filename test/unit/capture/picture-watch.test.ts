import { describe, expect, test } from 'vitest';
import { PictureWatch } from '../../../device/sense/capture/picture-watch.ts';

const WIDTH = 128;
const HEIGHT = 72;
/** A picture whose pixels all follow `value`; the generator is fixed, so that a seed is a picture. */
function picture(value: (index: number) => number) {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = value(i);
  return { pixels, widthPx: WIDTH, heightPx: HEIGHT };
}
const noise = (seed: number, range: number, floor: number) => (index: number) =>
  floor + ((Math.imul(index + 1, 2_654_435_761 + seed * 40_503) >>> 24) % range);

describe('a picture watch', () => {
  test('takes a picture that differs in its noise as fresh', () => {
    const watch = new PictureWatch(0);
    expect([1, 2, 3].map((seed) => watch.judge(picture(noise(seed, 6, 90)), seed))).toEqual([
      'fresh',
      'fresh',
      'fresh',
    ]);
  });

  test('S1: a picture equal to the last is frozen', () => {
    const watch = new PictureWatch(0);
    const still = picture(noise(1, 200, 20));
    expect([still, still, still].map((it) => watch.judge(it, 0))).toEqual(['fresh', 'frozen', 'frozen']);
  });

  test('S1: of a network the same picture is fresh for as long as an encoder may repeat it, then frozen', () => {
    const watch = new PictureWatch(30_000);
    const [one, other] = [picture(noise(1, 200, 20)), picture(noise(2, 200, 20))];
    const judged = [0, 100, 29_999].map((atMs) => watch.judge(one, atMs));
    expect(judged).toEqual(['fresh', 'fresh', 'fresh']);
    expect([30_000, 30_100].map((atMs) => watch.judge(one, atMs))).toEqual(['frozen', 'frozen']);
    // A key frame drawn anew differs in a bit somewhere, and the wait begins again.
    expect([30_200, 60_100, 60_200].map((atMs) => watch.judge(other, atMs))).toEqual(['fresh', 'fresh', 'frozen']);
  });

  test('S1: a black or covered picture is dark although its noise differs', () => {
    const watch = new PictureWatch(0);
    expect([1, 2].map((seed) => watch.judge(picture(noise(seed, 8, 0)), seed))).toEqual(['dark', 'dark']);
  });

  test('a dim room with one lamp is not dark', () => {
    const lamp = (index: number) => (index % (WIDTH * 3) < 40 ? 180 : 4);
    expect(new PictureWatch(0).judge(picture(lamp), 0)).toBe('fresh');
  });
});
