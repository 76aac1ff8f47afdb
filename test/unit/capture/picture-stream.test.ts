import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Picture, PictureStream } from '../../../device/sense/capture/picture-stream.ts';

const ppm = (widthPx: number, heightPx: number, value: number) =>
  Buffer.concat([Buffer.from(`P6\n${widthPx} ${heightPx}\n255\n`), Buffer.alloc(widthPx * heightPx * 3, value)]);

function collect({ recycles = true } = {}) {
  const seen: { widthPx: number; heightPx: number; first: number; last: number }[] = [];
  const faults: string[] = [];
  let starved = 0;
  const stream = new PictureStream({
    onPicture: ({ pixels, widthPx, heightPx }: Picture) => {
      seen.push({ widthPx, heightPx, first: pixels[0] ?? -1, last: pixels.at(-1) ?? -1 });
      if (recycles) stream.recycle(pixels);
    },
    onFault: (fault) => faults.push(fault),
    onStarved: () => {
      starved += 1;
    },
  });
  return { stream, seen, faults, starved: () => starved };
}

describe('a picture stream', () => {
  test('gives the same pictures however its bytes are cut', () => {
    const bytes = Buffer.concat([ppm(20, 16, 1), ppm(20, 16, 2), ppm(20, 16, 3)]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 40 }), (lengths) => {
        const { stream, seen, faults } = collect();
        let at = 0;
        for (let i = 0; at < bytes.length; i += 1) {
          const next = at + (lengths[i % lengths.length] ?? 1);
          stream.write(bytes.subarray(at, next));
          at = next;
        }
        expect(seen).toEqual([1, 2, 3].map((v) => ({ widthPx: 20, heightPx: 16, first: v, last: v })));
        expect(faults).toEqual([]);
      }),
    );
  });

  test('S1: any garbage is a fault, said once, and no picture', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 4_000 }), (garbage) => {
        const { stream, seen, faults } = collect();
        stream.write(garbage);
        stream.write(ppm(20, 16, 1));
        expect(seen).toEqual([]);
        expect(faults).toHaveLength(1);
      }),
    );
  });

  test.each([
    [8, 8],
    [3_841, 100],
    [100, 2_161],
    [9_999, 9_999],
  ])('S1: a size of %d × %d is a fault and costs no memory', (widthPx, heightPx) => {
    const { stream, faults } = collect();
    stream.write(Buffer.from(`P6\n${widthPx} ${heightPx}\n255\n`));
    expect(faults).toEqual(['size']);
  });

  test('S1: a size that changes is a fault; a new child may have another size', () => {
    const { stream, seen, faults } = collect();
    stream.write(ppm(20, 16, 1));
    stream.write(ppm(16, 20, 2));
    expect(faults).toEqual(['size']);
    stream.reset();
    stream.write(ppm(32, 16, 3));
    expect(seen.map((it) => it.widthPx)).toEqual([20, 32]);
  });

  test('drops pictures rather than take memory when nobody gives buffers back', () => {
    const { stream, seen, starved } = collect({ recycles: false });
    for (let i = 0; i < 50; i += 1) stream.write(ppm(20, 16, i));
    expect(seen).toHaveLength(5);
    expect(starved()).toBe(45);
  });

  test('wipes its pictures when it is closed', () => {
    const kept: Uint8Array[] = [];
    const stream = new PictureStream({
      onPicture: ({ pixels }) => kept.push(pixels),
      onFault: () => {},
      onStarved: () => {},
    });
    stream.write(ppm(20, 16, 9));
    stream.close();
    expect(kept.every((pixels) => pixels.every((value) => value === 0))).toBe(true);
  });
});
