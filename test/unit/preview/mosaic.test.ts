import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACE_BLOCKS, MOSAIC_BLOCKS, type Mosaic, mosaicOf } from '../../../device/sense/preview/mosaic.ts';
import { frameOf, grey, squareAt } from '../vision/faces.ts';

const colourAt = ({ pixels, widthPx }: Mosaic, x: number, y: number) =>
  pixels.slice((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3).join();

/** Different colours in one row of a region. */
function coloursAcross(mosaic: Mosaic, left: number, right: number, row: number): number {
  return new Set(Array.from({ length: right - left }, (_, index) => colourAt(mosaic, left + index, row))).size;
}

describe('the mosaic', () => {
  it('P9: has few blocks whatever the size and shape of the picture', () => {
    const side = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(side, side, (widthPx, heightPx) => {
        const mosaic = mosaicOf(
          frameOf(widthPx, heightPx, () => [10, 20, 30]),
          [],
        );
        expect(Math.max(mosaic.widthPx, mosaic.heightPx)).toBeLessThanOrEqual(MOSAIC_BLOCKS);
        expect(mosaic.pixels.length).toBe(mosaic.widthPx * mosaic.heightPx * 3);
        expect([...new Set(mosaic.pixels)].sort()).toEqual([10, 20, 30]);
      }),
      { numRuns: 40 },
    );
  });

  it('P9: leaves nothing finer than a block, also where the detector found no face', () => {
    // A pattern of 4 pixels, the size of eyes in a face of 24: each block of 40 holds as much black as white.
    const frame = frameOf(1_280, 720, (x, y) => grey((Math.floor(x / 4) + Math.floor(y / 4)) % 2 === 0 ? 0 : 255));
    for (const value of mosaicOf(frame, []).pixels) expect(Math.abs(value - 127)).toBeLessThan(24);
  });

  it('P9: keeps at most a few blocks of a face that stands close', () => {
    const frame = frameOf(640, 480, (x, y) => grey(x / 3 + y / 5));
    const face = squareAt(100, 40, 400);
    const open = mosaicOf(frame, []);
    const hidden = mosaicOf(frame, [face]);
    const [left, right] = [100 / 20, 500 / 20];
    expect(coloursAcross(open, left, right, 10)).toBeGreaterThan(FACE_BLOCKS);
    expect(coloursAcross(hidden, left, right, 10)).toBeLessThanOrEqual(FACE_BLOCKS);
    expect(colourAt(hidden, 0, 0)).toBe(colourAt(open, 0, 0));
  });

  it('takes faces that reach over the edge, or lie beyond it', () => {
    const frame = frameOf(320, 240, () => grey(77));
    const faces = [squareAt(-50, -50, 200), squareAt(300, 200, 300), squareAt(900, 900, 50), squareAt(-500, 0, 50)];
    expect(new Set(mosaicOf(frame, faces).pixels)).toEqual(new Set([77]));
  });
});
