// What survives: the same bytes, the spend, the count of starts. Rooms here crash between any two instructions.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import { releaseStatePath } from '../../../device/sense/privacy/release-store.ts';
import { SettingsStore } from '../../../device/sense/privacy/settings-store.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { trackOf } from '../../unit/privacy/people.ts';
import { SeededRandom } from '../../unit/privacy/seeded-random.ts';
import { LIVE_SETTINGS } from '../../unit/privacy/window-request.ts';
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

async function crashAndRestart(room: Harness): Promise<void> {
  room.crash();
  await room.renew().start();
}

describe('a restart', () => {
  it('P4: sends the same bytes after a crash, and draws no noise again for what was released', async () => {
    const room = await started();
    await room.show(16, crowd);
    await room.settle();
    const before = await room.room.releases(100, 0);
    expect(before).toHaveLength(2);
    await crashAndRestart(room);
    expect(await room.room.releases(100, 0)).toEqual(before);
    await crashAndRestart(room);
    expect(await room.room.releases(100, 0)).toEqual(before);
  });

  it('P4: keeps quiet for the rest of a window that a stop has already closed, so that it is drawn once', async () => {
    const room = await started();
    await room.show(10, crowd);
    await room.room.stop();
    await room.renew().start();
    await room.show(21, crowd);
    const windows = await room.windows();
    const drawn = windows
      .filter(({ counts }) => counts !== null)
      .map(({ stream, window }) => `${stream} ${window.start}`);
    expect(drawn).toHaveLength(4);
    expect(new Set(drawn).size).toBe(4);
    expect(windows[0]?.window.complete).toBe(false);
  });

  it('P4: draws nothing for a window that a stop cut off early, so that the rest of it can be told', async () => {
    const room = await started();
    await room.show(5, crowd);
    await room.room.stop();
    await room.renew().start();
    await room.show(11, crowd);
    const windows = await room.windows();
    expect(windows.map(({ suppressed, window }) => [suppressed, window.complete])).toEqual([
      ['disabled', false],
      ['disabled', false],
      [null, false],
      [null, false],
    ]);
    expect(new Set(windows.map(({ window }) => window.start)).size).toBe(1);
    expect(windows.at(-1)?.privacy.spentMilli).toBe(3_000);
  });

  it('P4: counts its starts, and numbers the windows of each', async () => {
    const room = await started();
    await room.show(31, crowd);
    await room.settle();
    await crashAndRestart(room);
    await room.show(31, crowd);
    const keys = (await room.windows()).map(({ boot, seq }) => `${boot}/${seq}`);
    expect(keys.slice(0, 4)).toEqual(['1/0', '1/1', '1/2', '1/3']);
    expect(keys.slice(4)).toEqual(['2/0', '2/1', '2/2', '2/3']);
  });

  it('P5: remembers what the day has spent, and a reset remembers it too', async () => {
    const room = await started(LIVE);
    await room.show(901, crowd, 1);
    await room.settle();
    expect(room.room.status().spentMilli).toBe(800);
    await crashAndRestart(room);
    expect(room.room.status().spentMilli).toBe(800);
    await room.room.reset();
    expect(room.room.status()).toMatchObject({ spentMilli: 800, releasesPending: 0 });
    await crashAndRestart(room);
    expect(room.room.status()).toMatchObject({ spentMilli: 800, releasesPending: 0 });
  });

  it('P5: a ledger that was lost with its file would be refilled, and a damaged one stops sense instead', async () => {
    const room = await started(LIVE);
    await room.show(901, crowd, 1);
    await room.room.stop();
    const path = releaseStatePath(room.stateFolder);
    for (const file of [path, `${path}.previous`]) await writeFile(file, 'damaged');
    await expect(room.renew().start()).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    for (const file of [path, `${path}.previous`]) await rm(file);
    await room.renew().start();
    expect(room.room.status().spentMilli).toBe(0);
  });

  it('hands nothing on while the disk refuses, says so once, and hands on the same windows when it is back', async () => {
    const room = await started();
    const path = releaseStatePath(room.stateFolder);
    await mkdir(`${path}.temporary`);
    await writeFile(`${path}.temporary/in-the-way`, '');
    await room.show(31, crowd);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await room.room.releases(100, 0)).toEqual([]);
    expect(room.room.status().releasesPending).toBe(4);
    await rm(`${path}.temporary`, { recursive: true });
    await room.show(2, crowd);
    expect((await room.windows()).map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
  });
});

describe('a day of faults', () => {
  /** Hours of a room in which everything happens: crowds, crashes, stops, clock steps, resets, changed hours. */
  async function faultyDay(seed: string): Promise<readonly WindowMessage[]> {
    const room = await started({ ...LIVE, seed });
    const dice = new SeededRandom(`dice ${seed}`);
    const sent: WindowMessage[] = [];
    for (let step = 0; step < 64; step += 1) {
      const [kind = 0, amount = 0] = dice.bytes(2);
      await room.show(120 + amount * 4, crowd, 1);
      if (kind % 8 === 0) await crashAndRestart(room);
      else if (kind % 8 === 1) {
        await room.room.stop();
        await room.renew().start();
      } else if (kind % 8 === 2) room.clock.stepWall((amount - 128) * 60_000);
      else if (kind % 8 === 3) room.settings = { ...LIVE_SETTINGS, hours: hoursAround(room.clock.wallMs(), amount) };
      else if (kind % 8 === 4) room.settings = { ...LIVE_SETTINGS, profile: amount % 2 === 0 ? 'strict' : 'standard' };
      else if (kind % 8 === 5) await room.room.reset();
      else sent.push(...(await room.windows()));
    }
    sent.push(...(await room.windows()));
    return sent;
  }

  /** One to four sensing hours that hold `wallMs`: a cap of a few windows. */
  function hoursAround(wallMs: number, amount: number) {
    const quarter = Math.floor(wallMs / 900_000) % 96;
    return { timeZone: 'UTC', startMinute: ((quarter + 95) % 96) * 15, minutes: 60 * (1 + (amount % 4)) };
  }

  it.each(['one', 'two', 'three', 'four'])(
    'P5: publishes no more than the cap, and no window twice (day %s)',
    async (seed) => {
      const windows = await faultyDay(seed);
      const drawn = windows.filter(({ privacy }) => privacy.epsilonMilli > 0);
      expect(drawn.length).toBeGreaterThan(3);
      const labels = drawn.map(({ stream, window }) => `${stream} ${window.start} ${window.seconds}`);
      expect(labels).toEqual([...new Set(labels)]);
      const byDay = new Map<string, number>();
      for (const { window, privacy } of drawn) {
        expect(privacy.spentMilli).toBeLessThanOrEqual(privacy.capMilli ?? 0);
        const day = window.start.slice(0, 10);
        byDay.set(day, (byDay.get(day) ?? 0) + privacy.epsilonMilli);
        expect(byDay.get(day)).toBeLessThanOrEqual(privacy.spentMilli);
      }
      const keys = windows.map(({ boot, seq }) => `${boot}/${seq}`);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );
});

describe('the settings on the disk', () => {
  it('P10: the context outlives a restart, only a reset clears it, and the reset leaves the ledger alone', async () => {
    const room = await started(LIVE);
    await room.show(901, crowd, 1);
    await room.settle();
    const store = new SettingsStore(room.stateFolder);
    await store.open();
    await store.claim('workplace');
    const again = new SettingsStore(room.stateFolder);
    await again.open();
    await expect(async () => again.claim('public')).rejects.toMatchObject({ code: 'CONTEXT_FIXED' });
    await again.reset();
    await room.room.reset();
    await again.claim('public');
    expect(again.current()).toMatchObject({ context: 'public', noticeConfirmed: null });
    await crashAndRestart(room);
    expect(room.room.status().spentMilli).toBe(800);
  });

  it('a confirmation of an old notice does not survive a reset', async () => {
    const room = await started();
    const store = new SettingsStore(room.stateFolder);
    await store.open();
    await store.claim('public');
    await store.confirmNotice(store.current().noticeRevision, room.clock.wallMs());
    const { noticeConfirmed } = store.current();
    await store.reset();
    expect(store.current().noticeRevision).toBeGreaterThan(noticeConfirmed?.revision ?? 0);
  });

  it('holds the ledger and the release in one record: the spend of every release beside its bytes', async () => {
    const room = await started();
    await room.show(16, crowd);
    await room.settle();
    const text = await readFile(releaseStatePath(room.stateFolder), 'utf8');
    const state = JSON.parse(text.slice(text.indexOf('\n') + 1));
    for (const record of state.pending) {
      expect(record).toMatchObject({
        boot: 1,
        spentMilli: windowSchema.parse(JSON.parse(record.payload)).privacy.epsilonMilli,
      });
    }
    expect(state.ledger.demoMilli).toBe(3_000);
  });
});
