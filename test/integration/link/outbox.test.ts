import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxBounds } from '../../../device/link/outbox/bounds.ts';
import { type NewRecord, Outbox } from '../../../device/link/outbox/outbox.ts';
import type { Pending } from '../../../device/link/outbox/pending-list.ts';
import { createLog } from '../../../device/runtime/log.ts';
import { HandClock } from './hand-clock.ts';

const DAY_MS = 24 * 3_600_000;
let folder: string;
let clock: HandClock;
const opened: Outbox[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-outbox-'));
  clock = new HandClock();
});
afterEach(async () => {
  for (const outbox of opened.splice(0)) await outbox.stop();
  await rm(folder, { recursive: true, force: true });
});

async function openOutbox(bounds?: OutboxBounds): Promise<Outbox> {
  const log = createLog('test', 'silent');
  const outbox = new Outbox({ folder, clock, log, ...(bounds === undefined ? {} : { bounds }) });
  await outbox.start();
  opened.push(outbox);
  return outbox;
}

const record = (seq: number, label = 'mood', payload = `{"seq":${seq}}`): NewRecord => ({
  key: `1/${seq}`,
  label,
  note: null,
  payload,
});

function waiting(outbox: Outbox): readonly Pending[] {
  const found: Pending[] = [];
  for (let next = outbox.next(0); next !== undefined; next = outbox.next(next.position + 1)) found.push(next);
  return found;
}

const keys = (outbox: Outbox) => waiting(outbox).map(({ key }) => key);

async function segments(): Promise<readonly string[]> {
  return (await readdir(join(folder, 'journal'))).sort().map((name) => join(folder, 'journal', name));
}

describe('the outbox on a disk', () => {
  it('still has after a restart what was not acknowledged, and nothing else', async () => {
    const before = await openOutbox();
    await before.append([0, 1, 2, 3, 4].map((seq) => record(seq)));
    before.acknowledge(0);
    before.acknowledge(3);
    await before.stop();
    const after = await openOutbox();
    expect(keys(after)).toEqual(['1/1', '1/2', '1/4']);
    expect(await Promise.all(waiting(after).map((entry) => after.payloadOf(entry)))).toEqual([
      '{"seq":1}',
      '{"seq":2}',
      '{"seq":4}',
    ]);
  });

  it('knows a key again, also one that was acknowledged before a restart', async () => {
    const before = await openOutbox();
    expect(await before.append([record(0), record(1), record(0)])).toEqual(['durable', 'durable', 'duplicate']);
    before.acknowledge(0);
    await before.stop();
    const after = await openOutbox();
    expect(await after.append([record(0), record(1), record(2)])).toEqual(['duplicate', 'duplicate', 'durable']);
    expect(keys(after)).toEqual(['1/1', '1/2']);
  });

  it('never uses a position twice, although all its records are gone', async () => {
    const before = await openOutbox();
    await before.append([record(0), record(1)]);
    before.acknowledge(0);
    before.acknowledge(1);
    await before.stop();
    for (const path of await segments()) await rm(path);
    const after = await openOutbox();
    await after.append([record(2)]);
    expect(waiting(after)[0]?.position).toBe(2);
  });

  it('cuts a torn tail, wherever it was torn, and loses nothing that was confirmed', async () => {
    const before = await openOutbox();
    await before.append([record(0)]);
    await before.append([record(1)]);
    await before.stop();
    const [path = ''] = await segments();
    const whole = await readFile(path);
    const second = whole.length / 2;
    for (const cut of [second + 1, second + 7, second + 15, second + 17, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, cut));
      const after = await openOutbox();
      expect(keys(after)).toEqual(['1/0']);
      expect(after.statistics().dropped).toEqual({});
      expect(await after.append([record(1)])).toEqual(['durable']);
      expect(keys(after)).toEqual(['1/0', '1/1']);
      await after.stop();
      await rm(join(folder, 'cursor'));
    }
  });

  it('L8: leaves nothing of a torn tail behind a shorter record, and says once that it was cut', async () => {
    const before = await openOutbox();
    await before.append([record(0)]);
    const [path = ''] = await segments();
    const { size: wholeBytes } = await stat(path);
    await before.append([record(1, 'mood', 'x'.repeat(2_000))]);
    await before.stop();
    await truncate(path, wholeBytes + 1_500);
    let said = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        said += String(chunk);
        done();
      },
    });
    const log = pino({ level: 'warn' }, sink);
    for (const runs of [1, 2]) {
      const after = new Outbox({ folder, clock, log });
      opened.push(after);
      await after.start();
      expect(said.match(/a torn append was cut off/g)).toHaveLength(1);
      if (runs === 1) {
        expect((await stat(path)).size).toBe(wholeBytes);
        expect(await after.append([record(2)])).toEqual(['durable']);
      }
      expect(keys(after)).toEqual(['1/0', '1/2']);
      expect(after.statistics().dropped).toEqual({});
      await after.stop();
    }
    expect((await stat(path)).size).toBe(2 * wholeBytes);
  });

  it('cuts zeros that a power cut left behind the last record', async () => {
    const before = await openOutbox();
    await before.append([record(0)]);
    await before.stop();
    const [path = ''] = await segments();
    await appendFile(path, Buffer.alloc(4_096));
    const after = await openOutbox();
    await after.append([record(1)]);
    await after.stop();
    expect(keys(await openOutbox())).toEqual(['1/0', '1/1']);
  });

  it('counts a record that the disk damaged, and keeps those behind it', async () => {
    const before = await openOutbox();
    for (const seq of [0, 1, 2, 3]) await before.append([record(seq)]);
    await before.stop();
    const [path = ''] = await segments();
    const bytes = await readFile(path);
    const inSecond = Math.floor(bytes.length / 4) + 30;
    bytes[inSecond] = (bytes[inSecond] ?? 0) ^ 0xff;
    await writeFile(path, bytes);
    const after = await openOutbox();
    expect(keys(after)).toEqual(['1/0', '1/2', '1/3']);
    expect(after.statistics().dropped).toEqual({ damaged: 1 });
  });

  it('falls back to the slot before when the newest slot of the cursor is torn', async () => {
    const before = await openOutbox();
    await before.append([0, 1, 2].map((seq) => record(seq)));
    await before.stop();
    const again = await openOutbox();
    again.acknowledge(0);
    await again.stop();
    const path = join(folder, 'cursor');
    const bytes = await readFile(path);
    const generationAt = (offset: number) => Number(/"generation":(\d+)/.exec(bytes.toString('latin1', offset))?.[1]);
    const newest = generationAt(0) > generationAt(4_096) ? 0 : 4_096;
    bytes[newest + 12] = (bytes[newest + 12] ?? 0) ^ 0xff;
    await writeFile(path, bytes);
    expect(keys(await openOutbox())).toEqual(['1/0', '1/1', '1/2']);
  });
});

describe('the bounds of the outbox', () => {
  const bounds = { bytes: 1e9, ageMs: 7 * DAY_MS, count: 1e9 };

  it('drop the oldest by count, and count them by stream', async () => {
    const outbox = await openOutbox({ ...bounds, count: 3 });
    await outbox.append([record(0), record(1, 'presence'), record(2), record(3), record(4)]);
    expect(keys(outbox)).toEqual(['1/2', '1/3', '1/4']);
    expect(outbox.statistics().dropped).toEqual({ mood: 1, presence: 1 });
  });

  it('drop the oldest by bytes', async () => {
    const outbox = await openOutbox({ ...bounds, bytes: 3_500 });
    for (const seq of [0, 1, 2, 3, 4]) await outbox.append([record(seq, 'mood', 'x'.repeat(1_000))]);
    expect(keys(outbox)).toEqual(['1/2', '1/3', '1/4']);
    expect(outbox.statistics().dropped).toEqual({ mood: 2 });
  });

  it('drop the oldest by age', async () => {
    const outbox = await openOutbox(bounds);
    await outbox.append([record(0)]);
    clock.advance(6 * DAY_MS);
    await outbox.append([record(1)]);
    clock.advance(1 * DAY_MS + 1);
    await outbox.append([record(2)]);
    expect(keys(outbox)).toEqual(['1/1', '1/2']);
  });

  it('drop nothing because a clock was corrected', async () => {
    clock.trust = 'floor';
    const before = await openOutbox(bounds);
    await before.append([record(0)]);
    clock.step(400 * DAY_MS);
    clock.trust = 'synced';
    await before.append([record(1)]);
    await before.stop();
    const after = await openOutbox(bounds);
    await after.append([record(2)]);
    expect(keys(after)).toEqual(['1/0', '1/1', '1/2']);
  });

  it('drop what is too old after a restart, when both times can be trusted', async () => {
    const before = await openOutbox(bounds);
    await before.append([record(0)]);
    await before.stop();
    clock.advance(7 * DAY_MS + 1);
    const after = await openOutbox(bounds);
    await after.append([record(1)]);
    expect(keys(after)).toEqual(['1/1']);
    expect(after.statistics().dropped).toEqual({ mood: 1 });
  });

  it('spare what is on its way to the broker', async () => {
    const outbox = await openOutbox({ ...bounds, count: 2 });
    await outbox.append([record(0), record(1)]);
    for (const entry of waiting(outbox).slice(0, 1)) entry.inFlight = true;
    await outbox.append([record(2)]);
    expect(outbox.acknowledge(0)).toBe(true);
    expect(outbox.statistics()).toMatchObject({ depth: 1, dropped: { mood: 1 } });
  });

  it('keep their counts over a restart, exactly', async () => {
    const before = await openOutbox({ ...bounds, count: 2 });
    await before.append([0, 1, 2, 3, 4].map((seq) => record(seq)));
    await before.stop();
    const after = await openOutbox({ ...bounds, count: 2 });
    await after.append([record(5)]);
    expect(after.statistics()).toMatchObject({ depth: 2, dropped: { mood: 4 } });
  });

  it('remove old segments of the ring, never one that holds a waiting record', async () => {
    const outbox = await openOutbox(bounds);
    const payload = 'x'.repeat(4_000);
    for (let seq = 0; seq < 200; seq += 10) {
      await outbox.append([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => record(seq + step, 'mood', payload)));
    }
    const all = (await segments()).length;
    for (let position = 1; position < 200; position += 1) outbox.acknowledge(position);
    clock.advance(6 * DAY_MS);
    clock.step(40 * DAY_MS);
    await outbox.append([record(200)]);
    expect(all).toBeGreaterThan(2);
    expect((await segments()).length).toBe(2);
    expect(keys(outbox)).toEqual(['1/0', '1/200']);
  });
});
