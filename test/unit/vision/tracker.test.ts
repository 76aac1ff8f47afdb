import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CryptoRandom, type Random } from '../../../device/runtime/random.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';
import { isInView, lingerFor, settleMs, stepTracks, type Track } from '../../../device/sense/vision/tracker.ts';
import { TRACK_TTL_MS } from '../../../shared/limits.ts';
import { faceAt, squareAt } from './faces.ts';

const random = new CryptoRandom();
const FRAME_MS = 100;
/** A sweep of 8 frames. */
const LINGER_MS = lingerFor(8 * FRAME_MS);

/** Tracks after each frame of a scene: `scene(t)` gives the detections at `t` milliseconds. */
function watch(durationMs: number, scene: (atMs: number) => readonly Detection[]): (readonly Track[])[] {
  const history: (readonly Track[])[] = [];
  let tracks: readonly Track[] = [];
  for (let atMs = 0; atMs < durationMs; atMs += FRAME_MS) {
    tracks = stepTracks(tracks, scene(atMs), atMs, { lingerMs: LINGER_MS, random });
    history.push(tracks);
  }
  return history;
}

const idsOf = (history: (readonly Track[])[]) => new Set(history.flat().map(({ id }) => id));
/** How many tracks each frame shows. */
const inView = (history: (readonly Track[])[]) =>
  history.map((tracks, index) => tracks.filter((track) => isInView(track, index * FRAME_MS, LINGER_MS)).length);
const walker = (x: number, y = 100) => faceAt(squareAt(x, y, 60));

describe('tracks', () => {
  it('keep one identity while a face moves', () => {
    expect(idsOf(watch(5_000, (atMs) => [walker(atMs / 10)])).size).toBe(1);
  });

  it('keep their identities when two people cross', () => {
    // They meet in the middle at 2.5 s; the one behind is hidden while they overlap.
    const history = watch(5_000, (atMs) => {
      const [left, right] = [walker(atMs / 10), walker(500 - atMs / 10, 105)];
      return Math.abs(left.box.x - right.box.x) < 40 ? [left] : [left, right];
    });
    const [first, last] = [history[0] ?? [], history.at(-1) ?? []];
    const byX = (tracks: readonly Track[]) => [...tracks].sort((a, b) => a.seen.box.x - b.seen.box.x);
    expect(idsOf(history).size).toBe(2);
    expect(byX(last).map(({ id }) => id)).toEqual(
      byX(first)
        .map(({ id }) => id)
        .reverse(),
    );
  });

  it('survive short misses of the detector', () => {
    const isMissed = (atMs: number) => atMs % 1_500 >= 700;
    expect(idsOf(watch(6_000, (atMs) => (isMissed(atMs) ? [] : [walker(200 + atMs / 100)]))).size).toBe(1);
  });

  it('die when a face has left, and a face that comes back is another track', () => {
    const gone = (atMs: number) => atMs >= 1_000 && atMs < 1_000 + TRACK_TTL_MS + 200;
    const history = watch(8_000, (atMs) => (gone(atMs) ? [] : [walker(200)]));
    expect(idsOf(history).size).toBe(2);
    expect(history[Math.ceil((1_000 + TRACK_TTL_MS) / FRAME_MS)]).toEqual([]);
  });

  it('have identities that differ from run to run', () => {
    const once = () => [...idsOf(watch(100, () => [walker(200)]))];
    expect(new Set([...once(), ...once(), ...once()]).size).toBe(3);
  });

  it('have identities of 48 random bits', () => {
    const ones: Random = { bytes: (count) => new Uint8Array(count).fill(255) };
    expect(stepTracks([], [walker(0)], 0, { lingerMs: LINGER_MS, random: ones })[0]?.id).toBe(2 ** 48 - 1);
  });

  it('come into view only after a while, so that a false alarm is nobody', () => {
    const flash = watch(5_000, (atMs) => (atMs === 500 ? [walker(300)] : []));
    const framesInView = (history: (readonly Track[])[]) => inView(history).filter((count) => count > 0).length;
    expect(framesInView(flash)).toBe(0);
    expect(framesInView(watch(5_000, () => [walker(300)]))).toBe((5_000 - settleMs(LINGER_MS)) / FRAME_MS);
  });

  it('are not begun by what the detector is not sure of, nor by a part of a face', () => {
    expect(idsOf(watch(1_000, () => [faceAt(squareAt(0, 0, 60), 0.55)])).size).toBe(0);
    const part = (atMs: number) => (atMs % 300 === 0 ? [faceAt(squareAt(110, 110, 25))] : []);
    const history = watch(3_000, (atMs) => [faceAt(squareAt(100, 100, 100)), ...part(atMs)]);
    expect(Math.max(...inView(history))).toBe(1);
    expect(history.at(-1)?.length).toBe(1);
  });

  it('P2: never show one person as two at a time, wherever the person turns up next', () => {
    const stay = fc.record({
      x: fc.nat(1_200),
      frames: fc.integer({ min: LINGER_MS / FRAME_MS, max: 60 }),
      seen: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 12 }), (stays) => {
        const places = stays.flatMap(({ x, frames, seen }) =>
          Array.from({ length: frames }, () => (seen ? [walker(x)] : [])),
        );
        const history = watch(places.length * FRAME_MS, (atMs) => places[atMs / FRAME_MS] ?? []);
        expect(Math.max(0, ...inView(history))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
