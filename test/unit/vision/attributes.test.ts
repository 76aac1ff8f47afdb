import { describe, expect, it } from 'vitest';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import type { Frame } from '../../../device/sense/frame.ts';
import type { Model } from '../../../device/sense/inference/runtime.ts';
import { floatTensor } from '../../../device/sense/inference/tensor.ts';
import { Attributes, smooth } from '../../../device/sense/vision/attributes.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';
import { stepTracks, type Track } from '../../../device/sense/vision/tracker.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { faceAt, frameOf, grey, squareAt } from './faces.ts';
import { emotionManifest } from './manifests.ts';

const tracking = { lingerMs: 1_000, random: new CryptoRandom() };

/** Says `happy` of everyone, and notes how many faces each run had. */
function happyModel() {
  const batches: number[] = [];
  const model: Model = {
    digest: 'sha256:none',
    provider: 'cpu',
    refused: [],
    close: async () => {},
    run: async (feeds) => {
      const count = feeds['face']?.shape[0] ?? 0;
      batches.push(count);
      const row = EMOTIONS.map((emotion) => (emotion === 'happy' ? 1 : 0));
      return {
        probabilities: floatTensor(
          Float32Array.from({ length: count * 7 }, (_, index) => row[index % 7] ?? 0),
          [count, 7],
        ),
      };
    },
  };
  return { batches, classifier: { model, manifest: emotionManifest([...EMOTIONS]) } };
}

const noisy = (atMs: number): Frame => ({
  ...frameOf(400, 100, (x, y) => grey((x * 37 + y * 91) % 256)),
  capturedAtMs: atMs,
});
const clear = (atMs: number): Frame => ({
  ...frameOf(400, 100, (x, y) => grey((Math.floor(x / 6) + Math.floor(y / 6)) % 2 === 0 ? 20 : 220)),
  capturedAtMs: atMs,
});
const dark = (atMs: number): Frame => ({ ...frameOf(400, 100, () => grey(1)), capturedAtMs: atMs });
const look = (atMs: number, first: number) => ({ atMs, probabilities: [first, 1 - first], flaws: [] });
const faces = (count: number): readonly Detection[] =>
  Array.from({ length: count }, (_, index) => faceAt(squareAt(index * 50, 20, 40)));

describe('attributes', () => {
  it('look at each track a few times a second, all due ones in one run', async () => {
    const { batches, classifier } = happyModel();
    const attributes = new Attributes({ classifier, intervalMs: 300 });
    let tracks: readonly Track[] = [];
    for (let atMs = 0; atMs < 1_000; atMs += 100) {
      tracks = stepTracks(tracks, faces(6), atMs, tracking);
      await attributes.update(noisy(atMs), tracks);
    }
    expect(batches).toEqual([6, 6, 6, 6]);
    expect(attributes.readingOf(tracks[0]?.id ?? 0)?.probabilities[EMOTIONS.indexOf('happy')]).toBe(1);
  });

  it('spread a crowd over frames', async () => {
    const { batches, classifier } = happyModel();
    const attributes = new Attributes({ classifier, intervalMs: 300 });
    const tracks = stepTracks([], faces(20), 0, tracking);
    await attributes.update(noisy(0), tracks);
    const again = stepTracks(tracks, faces(20), 100, tracking);
    await attributes.update(noisy(100), again);
    expect(batches).toEqual([8, 8]);
  });

  it('do not look at a track that this frame does not show', async () => {
    const { batches, classifier } = happyModel();
    const attributes = new Attributes({ classifier, intervalMs: 0 });
    const tracks = stepTracks([], faces(1), 0, tracking);
    await attributes.update(noisy(0), tracks);
    await attributes.update(noisy(100), stepTracks(tracks, [], 100, tracking));
    expect(batches).toEqual([1]);
  });

  it('forget a track that is gone', async () => {
    const { classifier } = happyModel();
    const attributes = new Attributes({ classifier, intervalMs: 0 });
    const tracks = stepTracks([], faces(1), 0, tracking);
    await attributes.update(noisy(0), tracks);
    await attributes.update(noisy(100), []);
    expect(attributes.readingOf(tracks[0]?.id ?? 0)).toBeUndefined();
  });

  it('follow a change within about a second, and one odd reading hardly', () => {
    let now = smooth(undefined, look(0, 1));
    now = smooth(now, look(250, 0));
    expect(now.probabilities[0]).toBeGreaterThan(0.75);
    for (let atMs = 500; atMs <= 1_500; atMs += 250) now = smooth(now, look(atMs, 0));
    expect(now.probabilities[0]).toBeLessThan(0.25);
    expect((now.probabilities[0] ?? 0) + (now.probabilities[1] ?? 0)).toBeCloseTo(1);
  });

  it('keep what was read before when a face cannot be read now', () => {
    const before = smooth(undefined, look(0, 1));
    const now = smooth(before, { ...look(300, 0), flaws: ['blurred'] });
    expect(now).toEqual({ atMs: 300, probabilities: [1, 0], flaws: ['blurred'], reads: 1 });
  });

  it('of what lasts look a few times, then seldom, and at a face that could not be read until it could', async () => {
    const { batches, classifier } = happyModel();
    const attributes = new Attributes({ classifier, intervalMs: 200, lasting: { reads: 3, intervalMs: 2_000 } });
    const looksBy = async (fromMs: number, untilMs: number, paint: (atMs: number) => Frame) => {
      for (let atMs = fromMs; atMs < untilMs; atMs += 100) {
        tracks = stepTracks(tracks, faces(1), atMs, tracking);
        await attributes.update(paint(atMs), tracks);
      }
      return batches.length;
    };
    let tracks: readonly Track[] = [];
    expect(await looksBy(0, 1_000, dark)).toBe(5);
    expect(attributes.readingOf(tracks[0]?.id ?? 0)?.reads).toBe(0);
    expect(await looksBy(1_000, 4_500, clear)).toBe(5 + 3 + 1);
    expect(attributes.readingOf(tracks[0]?.id ?? 0)?.reads).toBe(4);
  });

  it('of what lasts weigh all looks alike, and forget at last', () => {
    let now = smooth(undefined, { ...look(0, 0), flaws: ['small'] }, true);
    for (const [index, first] of [1, 0.5, 0.9].entries()) now = smooth(now, look(index * 500, first), true);
    expect(now.probabilities[0]).toBeCloseTo(0.8);
    for (let index = 0; index < 25; index += 1) now = smooth(now, look(2_000 + index * 10_000, 0), true);
    expect(now.probabilities[0]).toBeLessThan(0.05);
  });
});
