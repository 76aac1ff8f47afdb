import { describe, expect, it } from 'vitest';
import { createLog } from '../../../device/runtime/log.ts';
import { LogRing } from '../../../device/runtime/log-ring.ts';
import { linkHealthSchema, updateResponseSchema, windowsResponseSchema } from '../../../shared/link-api.ts';
import { configurationOutcomeSchema } from '../../../shared/link-configuration.ts';
import { logsResponseSchema } from '../../../shared/log-lines.ts';
import { until } from './consumer.ts';
import { IDENTITY, LinkChild, makeFolders } from './link-child.ts';
import { ownedThings } from './owned.ts';
import { makeRelease, makeWindow, SenseDouble } from './sense-double.ts';

const owned = ownedThings();
const { device } = IDENTITY;
const WINDOWS = 130;

async function startAll() {
  const folders = owned(await makeFolders(), ({ remove }) => remove());
  const sense = owned(new SenseDouble(folders.run), (double) => double.stop());
  await sense.start();
  const link = owned(new LinkChild({ ...folders, broker: 'mqtt://127.0.0.1:1' }), (child) => child.stop());
  await link.start();
  return { sense, link };
}

const streamOf = (seq: number) => (seq % 2 === 0 ? ('mood' as const) : ('presence' as const));

describe('the ring of released windows', () => {
  it('is read page by page, by stream and by time, and no window is left out or told twice', async () => {
    const { sense, link } = await startAll();
    sense.release(...Array.from({ length: WINDOWS }, (_, seq) => makeRelease({ device, seq, stream: streamOf(seq) })));
    await until(
      async () => (await link.status()).outbox.depth === WINDOWS,
      () => link.output,
      30_000,
    );
    const seqs: number[] = [];
    for (let before = '', pages = 0; ; pages += 1) {
      const page = await link.ask(`/v1/windows?stream=mood&limit=20${before}`, windowsResponseSchema);
      seqs.push(...page.windows.map(({ seq }) => seq));
      if (page.next === null) {
        expect(pages).toBe(3);
        break;
      }
      before = `&before=${page.next}`;
      // What is released meanwhile does not shift the pages.
      sense.release(makeRelease({ device, seq: WINDOWS + pages, stream: 'mood' }));
    }
    expect(seqs).toEqual(Array.from({ length: WINDOWS / 2 }, (_, index) => WINDOWS - 2 - 2 * index));
    const start = (seq: number) => encodeURIComponent(makeWindow({ device, seq }).window.start);
    const part = await link.ask(`/v1/windows?from=${start(10)}&to=${start(14)}`, windowsResponseSchema);
    expect(part).toMatchObject({ windows: [{ seq: 13 }, { seq: 12 }, { seq: 11 }, { seq: 10 }], next: null });
    await expect(link.ask('/v1/windows?before=x', windowsResponseSchema)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });
});

describe('health, update and log at the local API', () => {
  it('give what the broker gets, say that there is no updater, and follow the log without a secret in it', async () => {
    const { link } = await startAll();
    const health = await link.ask('/v1/health', linkHealthSchema);
    expect(health.link).toMatchObject({ configurationDegraded: false, commandsRefused: 0 });
    expect(await link.ask('/v1/update', updateResponseSchema)).toMatchObject({ state: 'not-set-up' });
    const logs = (query: string) => link.ask(`/v1/logs?${query}`, logsResponseSchema);
    const { lines, next } = await logs('limit=500');
    expect(lines.map(({ message }) => message)).toContain('ready');
    expect(lines.every(({ program, level }) => program === 'link' && ['info', 'warn', 'error'].includes(level))).toBe(
      true,
    );
    const change = { revision: 0, by: 'admin', settings: { healthSeconds: 30 } };
    const [followed] = await Promise.all([
      logs(`after=${next}&waitMs=20000&search=CONFIGURATION%20was`),
      link.ask('/v1/configuration', configurationOutcomeSchema, 'PATCH', change),
    ]);
    expect(followed.lines.map(({ message, detail }) => [message, detail])).toEqual([
      ['the configuration was changed', '{"revision":1,"act":"change"}'],
    ]);
    expect((await logs(`after=${followed.next}&waitMs=50&search=nothing`)).lines).toEqual([]);
  });
});

describe('the ring of log lines', () => {
  it('is bounded, filters by level and words, tells what was missed, and never held what the log removes', () => {
    const ring = new LogRing();
    const log = createLog('link', 'debug', ring);
    const quiet = log.child({});
    quiet.level = 'debug';
    for (let index = 0; index < 1_200; index += 1) ring.write(lineOf(30, `line ${index}`));
    ring.write(lineOf(50, 'Something broke'));
    const all = { level: 'info', search: '', limit: 500 } as const;
    expect(ring.read(all).lines).toHaveLength(500);
    expect(ring.read({ ...all, level: 'error' }).lines.map(({ message }) => message)).toEqual(['Something broke']);
    expect(ring.read({ ...all, search: 'LINE 1199' }).lines.map(({ message }) => message)).toEqual(['line 1199']);
    const first = ring.read({ ...all, after: -1, limit: 10 });
    expect([first.missed, first.lines[0]?.seq, first.next]).toEqual([201, 201, 210]);
    const second = ring.read({ ...all, after: first.next, limit: 10 });
    expect([second.missed, second.lines[0]?.seq]).toEqual([0, 211]);
    log.warn({ password: 'a secret', frame: [1, 2, 3], port: 8883 }, 'refused');
    const [last] = ring.read({ ...all, limit: 1 }).lines;
    expect(last).toMatchObject({ level: 'warn', message: 'refused', detail: '{"port":8883}' });
    for (let index = 0; index < 300; index += 1) ring.write(lineOf(30, 'x'.repeat(10_000)));
    expect(ring.read(all).lines.length).toBeLessThan(60);
    ring.write('no line of ours');
    expect(ring.read({ ...all, limit: 1 }).lines[0]?.message).toMatch(/^x+$/);
  });
});

const lineOf = (level: number, msg: string) =>
  `${JSON.stringify({ level, time: '2026-11-22T10:00:00.000Z', name: 'link', msg })}\n`;
