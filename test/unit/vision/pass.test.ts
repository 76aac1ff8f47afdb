import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCutOff, passAt, planPasses } from '../../../device/sense/vision/pass.ts';
import { squareAt } from './faces.ts';
import { detectorManifest } from './manifests.ts';

const { input } = detectorManifest([{ stridePx: 16, perCell: 2 }], {
  every: { longSidePx: 640, enlarge: 1 },
  sweep: { longSidePx: 1_280, enlarge: 2 },
  sweepEvery: 12,
});

describe('passes', () => {
  it('see the whole frame at a size that fits its shape', () => {
    const { whole } = planPasses(input, 1_280, 720);
    expect(whole).toEqual({
      region: { x: 0, y: 0, width: 1_280, height: 720 },
      size: { widthPx: 640, heightPx: 352 },
    });
  });

  it('never enlarge a small frame beyond what the manifest allows', () => {
    expect(planPasses(input, 320, 240).whole.size).toEqual({ widthPx: 320, heightPx: 256 });
  });

  it('sweep in tiles that are no larger than a look at the whole, all of them within `sweepEvery` frames', () => {
    const plan = planPasses(input, 1_280, 720);
    expect(plan.tiles.length).toBe(4);
    const swept = Array.from({ length: input.sweepEvery }, (_, index) => passAt(plan, index));
    for (const tile of plan.tiles) expect(swept).toContain(tile);
    expect(swept.filter((pass) => pass === plan.whole).length).toBe(input.sweepEvery - 4);
  });

  it('cover every pixel of any frame, in multiples of what the network takes', () => {
    const within = fc.double({ min: 0, max: 0.999, noNaN: true });
    const [width, height] = [fc.integer({ min: 64, max: 3_840 }), fc.integer({ min: 64, max: 2_160 })];
    fc.assert(
      fc.property(width, height, within, within, (widthPx, heightPx, right, down) => {
        const { tiles } = planPasses(input, widthPx, heightPx);
        const [x, y] = [Math.floor(right * widthPx), Math.floor(down * heightPx)];
        const has = ({ region }: (typeof tiles)[number]) =>
          x >= region.x && x < region.x + region.width && y >= region.y && y < region.y + region.height;
        expect(tiles.some(has)).toBe(true);
        for (const { region, size } of tiles) {
          expect([size.widthPx % input.multiplePx, size.heightPx % input.multiplePx]).toEqual([0, 0]);
          expect(Math.max(size.widthPx, size.heightPx)).toBeLessThanOrEqual(736);
          expect(region.x + region.width <= widthPx && region.y + region.height <= heightPx).toBe(true);
        }
      }),
    );
  });

  it('leave a face that a tile cuts to the other looks', () => {
    const frame = { widthPx: 1_280, heightPx: 720 };
    const tile = { x: 0, y: 0, width: 680, height: 400 };
    expect(isCutOff(squareAt(0, 0, 60), tile, frame)).toBe(false);
    expect(isCutOff(squareAt(640, 100, 40), tile, frame)).toBe(true);
    expect(isCutOff(squareAt(100, 350, 50), tile, frame)).toBe(true);
    expect(isCutOff(squareAt(1_250, 690, 30), { x: 600, y: 320, width: 680, height: 400 }, frame)).toBe(false);
  });
});
