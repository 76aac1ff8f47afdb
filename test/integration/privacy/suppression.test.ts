// Every reason why a window says nothing, but `down`, which is link's to say while sense does not answer.
import { afterEach, describe, expect, it } from 'vitest';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { trackOf } from '../../unit/privacy/people.ts';
import { LIVE_SETTINGS, NOON } from '../../unit/privacy/window-request.ts';
import { Harness, type HarnessOptions, LIVE_SOURCE } from './room-harness.ts';

const crowd = (_at: number, beganMs: number): TrackObservation[] =>
  [1, 2, 3, 4, 5, 6].map((id) => trackOf(id, beganMs));
const LIVE = { settings: LIVE_SETTINGS, source: LIVE_SOURCE };

let harness: Harness | undefined;
afterEach(() => harness?.end());

async function started(options: HarnessOptions = {}): Promise<Harness> {
  harness = await Harness.create(options);
  await harness.room.start();
  return harness;
}

/** The suppression of each stream of the window that started at `startMs`. */
const reasonsAt = (windows: readonly WindowMessage[], startMs = NOON) =>
  Object.fromEntries(
    windows
      .filter(({ window }) => window.start === new Date(startMs).toISOString())
      .map(({ stream, suppressed }) => [stream, suppressed]),
  );

describe('a window says why it says nothing', () => {
  it('cohort: too few people', async () => {
    const room = await started();
    await room.show(16, (at, began) => crowd(at, began).slice(0, 2));
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'cohort', presence: 'cohort' });
  });

  it('camera: it did not run', async () => {
    const room = await started();
    room.source = { ...room.source, camera: 'absent' };
    await room.clock.advance(16_000);
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'camera', presence: 'camera' });
  });

  it('camera: it was lost for most of the window, however many were seen before', async () => {
    const room = await started();
    await room.show(4, crowd);
    room.source = { ...room.source, camera: 'stalled' };
    await room.clock.advance(12_000);
    const windows = await room.windows();
    expect(reasonsAt(windows)).toEqual({ mood: 'camera', presence: 'camera' });
    expect(windows[0]?.quality.coveragePercent).toBe(27);
  });

  it('stale: the camera ran and nothing was looked at', async () => {
    const room = await started();
    await room.clock.advance(16_000);
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'stale', presence: 'stale' });
  });

  it('microphone: voice alone is silent when it does not run', async () => {
    const room = await started({
      settings: { ...LIVE_SETTINGS, voice: true },
      source: { ...LIVE_SOURCE, microphone: 'absent' },
    });
    await room.show(901, crowd, 1);
    expect(reasonsAt(await room.windows())).toEqual({ mood: null, presence: null, voice: 'microphone' });
  });

  it('notice: nobody has confirmed that it is posted', async () => {
    const room = await started({ ...LIVE, settings: { ...LIVE_SETTINGS, noticeConfirmed: null } });
    await room.show(901, crowd, 1);
    expect(room.room.status()).toMatchObject({ sensing: false, idleReason: 'notice' });
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'notice', presence: 'notice' });
  });

  it('disabled: no emotions in a school, while presence is told', async () => {
    const room = await started({ ...LIVE, settings: { ...LIVE_SETTINGS, context: 'education' } });
    await room.show(901, crowd, 1);
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'disabled', presence: null });
  });

  it('disabled: out of the sensing hours, and the room says when they begin and end', async () => {
    const hours = { timeZone: 'UTC', startMinute: 12 * 60 + 15, minutes: 60 };
    const room = await started({ ...LIVE, settings: { ...LIVE_SETTINGS, hours } });
    await room.show(1_801, crowd, 1);
    const windows = await room.windows();
    expect(reasonsAt(windows)).toEqual({ mood: 'disabled', presence: 'disabled' });
    expect(reasonsAt(windows, NOON + 900_000)).toEqual({ mood: null, presence: null });
    await room.clock.advance(3_600_000);
    expect(room.announced).toEqual([false, true, false]);
  });

  it('disabled: the terms changed inside the window, and nothing counted under the old ones is used', async () => {
    const room = await started(LIVE);
    await room.show(600, crowd, 1);
    room.settings = { ...LIVE_SETTINGS, gender: true };
    await room.show(10, crowd, 1);
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'disabled', presence: 'disabled' });
    await room.show(291, crowd, 1);
    const next = await room.windows();
    expect(next.map(({ stream, window }) => [stream, window.complete])).toEqual([
      ['mood', false],
      ['presence', false],
      ['gender', false],
    ]);
  });

  it('budget: the day is spent', async () => {
    const hours = { timeZone: 'UTC', startMinute: 12 * 60, minutes: 60 };
    const room = await started({ ...LIVE, settings: { ...LIVE_SETTINGS, hours } });
    await room.show(3_601, crowd, 1);
    expect((await room.windows()).filter(({ counts }) => counts !== null)).toHaveLength(8);
    room.settings = { ...LIVE_SETTINGS, hours: { ...hours, startMinute: 13 * 60 } };
    await room.show(1_801, crowd, 1);
    expect(reasonsAt(await room.windows(), NOON + 3_600_000 + 900_000)).toEqual({ mood: 'budget', presence: 'budget' });
  });

  it('clock: nobody knows what time it is', async () => {
    const room = await started();
    room.clock.trust = 'unknown';
    await room.show(16, crowd);
    expect(reasonsAt(await room.windows())).toEqual({ mood: 'clock', presence: 'clock' });
  });

  it.each([3_600_000, -3_600_000])('clock: it jumped by %i ms inside the window', async (jumpMs) => {
    const room = await started();
    await room.show(5, crowd);
    room.clock.stepWall(jumpMs);
    await room.show(5, crowd);
    const windows = await room.windows();
    expect(reasonsAt(windows)).toEqual({ mood: 'clock', presence: 'clock' });
    expect(windows.every(({ window }) => !window.complete)).toBe(true);
  });

  it('clock: an hour that comes a second time is not told a second time', async () => {
    const room = await started();
    await room.show(16, crowd);
    expect(reasonsAt(await room.windows())).toEqual({ mood: null, presence: null });
    room.clock.stepWall(-60_000);
    await room.show(31, crowd);
    const again = await room.windows();
    expect(again.length).toBeGreaterThan(2);
    expect(new Set(again.map(({ suppressed }) => suppressed))).toEqual(new Set(['clock']));
    await room.show(45, crowd);
    expect((await room.windows()).at(-1)?.suppressed).toBeNull();
  });
});
