import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLEET_FILTER } from '../../shared/topics.ts';
import { MOODS } from '../../shared/vocabulary.ts';
import { isAlive, StartedAppliance } from '../fixtures/appliance.ts';
import { parseWire, Subscriber } from '../fixtures/wire.ts';
import { freePort, Mosquitto } from '../integration/link/mosquitto.ts';

let state: string;
let appliance: StartedAppliance | undefined;
const cleanups: (() => Promise<unknown> | unknown)[] = [];

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'roomtone-state-'));
});
afterEach(async () => {
  await appliance?.interrupt();
  for (const cleanup of cleanups.splice(0)) await cleanup();
  await rm(state, { recursive: true, force: true });
});

function start(...args: string[]): StartedAppliance {
  appliance = new StartedAppliance(['--state', state, ...args]);
  return appliance;
}

async function subscribe(url: string, filter: string): Promise<Subscriber> {
  const subscriber = await Subscriber.connect(url, filter);
  cleanups.push(() => subscriber.close());
  return subscriber;
}

/** A real mosquitto on a free loopback port. */
async function mosquitto(): Promise<string> {
  const broker = new Mosquitto(await freePort());
  cleanups.push(() => broker.remove());
  await broker.start();
  return broker.url;
}

/** `ownBroker` null: the embedded one, which can be subscribed to only once it runs, and ends with the appliance. */
async function runsOneRoom(ownBroker: string | null): Promise<void> {
  const early = ownBroker === null ? null : await subscribe(ownBroker, FLEET_FILTER);
  const running = start(...(ownBroker === null ? [] : ['--broker', ownBroker]));
  const { broker, topics, pids } = await running.started();
  const subscriber = early ?? (await subscribe(broker, topics));
  const heard =
    (tail: string, part = '') =>
    () =>
      subscriber.messages.some(({ topic, text }) => topic.endsWith(tail) && text.includes(part));
  const released = () => subscriber.windows('mood').find(({ counts }) => counts !== null);
  await subscriber.until(() => released() !== undefined, 'a released mood window', 90_000);
  await subscriber.until(() => subscriber.windows('presence').some(({ counts }) => counts !== null), 'presence');
  await subscriber.until(() => subscriber.windows('voice').some(({ counts }) => counts !== null), 'voice', 90_000);
  await subscriber.until(heard('/birth'), 'birth');
  if (early !== null) await early.until(heard('/health'), 'health', 90_000);

  const { code, tookMs } = await running.interrupt();
  if (early !== null) await early.until(heard('/state', '"stopped"'), 'stopped', 5_000);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(3_000);
  expect(Object.values(pids).filter(isAlive)).toEqual([]);

  for (const message of subscriber.messages) expect(() => parseWire(message)).not.toThrow();
  const mood = released();
  expect(mood).toMatchObject({ context: 'demo', stream: 'mood', suppressed: null, privacy: { profile: 'demo', k: 3 } });
  expect(Object.keys(mood?.models ?? {}).sort()).toEqual(['face-detector', 'face-emotion', 'fusion']);
  const voice = subscriber.windows('voice').find(({ counts }) => counts !== null);
  expect(Object.keys(voice?.counts ?? {})).toEqual([...MOODS]);
  expect(Object.keys(voice?.models ?? {}).sort()).toEqual(['speech-emotion', 'voice-activity']);
}

describe('the appliance on the demo scene', () => {
  it('publishes anonymous windows of real faces to its own broker and leaves nothing behind', () => runsOneRoom(null));

  it('publishes the same to a real mosquitto, and says that it stopped', async () => runsOneRoom(await mosquitto()));

  it('starts a killed program again, says so, and goes on', async () => {
    const running = start();
    const { pids } = await running.started();
    process.kill(pids['sense'] ?? 0, 'SIGKILL');
    await running.until(({ type, program }) => type === 'restart' && program === 'sense', 10_000);
    const before = running.lines.length;
    await running.until(
      (line) => running.lines.indexOf(line) > before && line.type === 'status' && Number(line['fps']) > 0,
      60_000,
    );
  });

  it('takes its programs along when it is killed itself', async () => {
    const running = start();
    const { pids } = await running.started();
    running.process.kill('SIGKILL');
    await expect.poll(() => Object.values(pids).filter(isAlive), { timeout: 6_000 }).toEqual([]);
  });

  it('stops by itself after --exit-after', async () => {
    const running = start('--exit-after', '2');
    await running.until(({ type }) => type === 'stopped', 30_000);
    await expect.poll(() => running.process.exitCode, { timeout: 5_000 }).toBe(0);
  });

  it('keeps a live source idle until the device is set up', async () => {
    const running = start('--source', 'v4l2:/dev/video99');
    const { broker, topics } = await running.started();
    const subscriber = await subscribe(broker, topics);
    await running.until(({ type, source }) => type === 'status' && source === 'idle');
    const births = () =>
      subscriber.messages.filter(({ topic }) => topic.endsWith('/birth')).map(({ text }) => JSON.parse(text));
    await subscriber.until(() => births().some(({ sense }) => sense !== null), 'a birth that knows sense');
    expect(births().at(-1)).toMatchObject({ sense: { context: null, models: {} } });
    expect(subscriber.messages.filter(({ topic }) => topic.includes('/agg/'))).toEqual([]);
  });

  it('needs the set-up of a room for a real microphone, also beside a replayed picture', async () => {
    const running = start('--microphone', 'alsa');
    await running.started();
    await running.until(({ type, source }) => type === 'status' && source === 'idle');
  });

  it('says nothing of a restart when it is interrupted, also before it is ready', async () => {
    const running = start();
    await running.until(({ type }) => type === 'log', 5_000).catch(() => undefined);
    const { code, tookMs } = await running.interrupt();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(6_000);
    expect(running.lines.filter(({ type }) => type === 'restart')).toEqual([]);
    expect(running.errors).toBe('');
  });

  it('lets one run own a state folder, and shows a broker password to nobody', async () => {
    const broker = await mosquitto();
    const first = start('--broker', broker.replace('mqtt://', 'mqtt://room:w4lnut@'));
    const { pids } = await first.started();
    for (const pid of Object.values(pids))
      expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('w4lnut');
    const second = new StartedAppliance(['--state', state]);
    await expect(second.started()).rejects.toThrow('STATE_IN_USE');
    expect(second.process.exitCode).toBe(69);
    expect(JSON.stringify(first.lines)).not.toContain('w4lnut');
  });
});
