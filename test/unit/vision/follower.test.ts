import { describe, expect, test } from 'vitest';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import type { Frame } from '../../../device/sense/frame.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';
import { Follower, type Following } from '../../../device/sense/vision/follower.ts';
import type { Pass } from '../../../device/sense/vision/pass.ts';
import { faceAt, squareAt } from './faces.ts';
import { detectorManifest } from './manifests.ts';

const INTERVAL_MS = 100;
const every = { longSidePx: 640, enlarge: 0.5 };
const { input } = detectorManifest([{ stridePx: 16, perCell: 2 }], {
  every,
  sweep: { longSidePx: 1_920, enlarge: 1.5 },
  sweepEvery: 12,
});

const frameAt = (index: number, widthPx = 1_280, heightPx = 720, intervalMs = INTERVAL_MS): Frame => ({
  pixels: new Uint8Array(0),
  widthPx,
  heightPx,
  capturedAtMs: index * intervalMs,
});

/** A follower of what `seen` says of each look, and the looks that it took. */
function following(seen: (index: number) => readonly Detection[]) {
  const passes: Pass[] = [];
  const look = async (_frame: Frame, taken: Pass) => seen(passes.push(taken) - 1);
  return { passes, follower: new Follower({ input, look, random: new CryptoRandom() }) };
}

async function followAll(follower: Follower, frames: readonly Frame[]): Promise<readonly Following[]> {
  const told: Following[] = [];
  for (const frame of frames) told.push(await follower.follow(frame));
  return told;
}

const frames = (count: number, intervalMs = INTERVAL_MS) =>
  Array.from({ length: count }, (_, index) => frameAt(index, 1_280, 720, intervalMs));

describe('a follower', () => {
  const face = faceAt(squareAt(500, 300, 90));

  test('sweeps every part of the frame between whole looks', async () => {
    const { follower, passes } = following(() => []);
    await followAll(follower, frames(12));
    const tiles = passes.filter(({ region }) => region.width < 1_280);
    expect(new Set(tiles.map(({ region }) => `${region.x},${region.y}`)).size).toBe(6);
    expect(passes.filter(({ region }) => region.width === 1_280)).toHaveLength(6);
  });

  test('plans its looks anew when frames have another size', async () => {
    const { follower, passes } = following(() => []);
    await followAll(follower, [frameAt(0), frameAt(1, 640, 480), frameAt(2, 640, 480)]);
    expect(passes.map(({ region }) => region)).toContainEqual({ x: 0, y: 0, width: 640, height: 480 });
  });

  test('counts a face once it has stayed, under one number, and not for ever when it is gone', async () => {
    const { follower } = following((index) => (index < 40 ? [face] : []));
    const told = await followAll(follower, frames(80));
    const counted = told.map(({ inView }) => inView.length);
    const [first, last] = [counted.indexOf(1), counted.lastIndexOf(1)];
    const lingerMs = told[0]?.lingerMs ?? 0;
    expect(first * INTERVAL_MS).toBeGreaterThanOrEqual(1.5 * lingerMs);
    expect(first).toBeLessThan(39);
    expect((last - 39) * INTERVAL_MS).toBeLessThanOrEqual(lingerMs);
    expect(new Set(told.flatMap(({ inView }) => inView.map(({ id }) => id))).size).toBe(1);
  });

  test('waits longer for a face where frames are rarer', async () => {
    const [often, rarely] = await Promise.all(
      [INTERVAL_MS, 3 * INTERVAL_MS].map((intervalMs) =>
        followAll(following(() => []).follower, frames(60, intervalMs)),
      ),
    );
    expect(rarely?.at(-1)?.lingerMs).toBeGreaterThan(often?.at(-1)?.lingerMs ?? Number.NaN);
  });

  test('forgets whom it followed', async () => {
    const { follower } = following(() => [face]);
    await followAll(follower, frames(3));
    expect(follower.tracks).toHaveLength(1);
    follower.forget();
    expect(follower.tracks).toEqual([]);
  });
});
