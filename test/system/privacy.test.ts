import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { demoScenePath } from '../../provisioning/demo-scene.ts';
import { FLEET_FILTER } from '../../shared/topics.ts';
import { PROJECT, StartedAppliance } from '../fixtures/appliance.ts';
import { RunningSense } from '../fixtures/sense/running-sense.ts';
import { parseWire, Subscriber } from '../fixtures/wire.ts';
import { freePort, Mosquitto } from '../integration/link/mosquitto.ts';

const cleanups: (() => Promise<unknown>)[] = [];
let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'roomtone-privacy-'));
  cleanups.push(() => rm(state, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Keys that may stand in a line of a program's log, besides pino's own. Nothing that a person in the room could move. */
const LOG_KEYS = new Set([
  ...['level', 'time', 'name', 'msg', 'err', 'type', 'message', 'stack', 'code', 'hint', 'reason', 'service', 'cause'],
  ...['source', 'before', 'state', 'restarts', 'program', 'session', 'protocol', 'url', 'path', 'waitMs', 'depth'],
  ...[
    'fingerprint',
    'expires',
    'names',
    'notAfter',
    'lost',
    'records',
    'bytes',
    'event',
    'detail',
    'errno',
    'syscall',
    'address',
  ],
]);

function strangeKeys(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value).filter((key) => !LOG_KEYS.has(key));
  return [...own, ...Object.values(value).flatMap(strangeKeys)];
}

describe('P1: every published byte is on the list', () => {
  it('P1: of a run at the most talkative level, on the wire and on standard output and error', async () => {
    const broker = new Mosquitto(await freePort());
    cleanups.push(() => broker.remove());
    await broker.start();
    const subscriber = await Subscriber.connect(broker.url, FLEET_FILTER);
    cleanups.push(() => subscriber.close());
    const appliance = new StartedAppliance(['--state', state, '--broker', broker.url, '--log-level', 'trace']);
    cleanups.push(() => appliance.interrupt());
    await appliance.started();
    await subscriber.until(() => subscriber.windows('mood').some(({ counts }) => counts !== null), 'mood', 90_000);
    await subscriber.until(() => subscriber.messages.some(({ topic }) => topic.endsWith('/health')), 'health', 90_000);
    await appliance.interrupt();

    for (const message of subscriber.messages) expect(() => parseWire(message)).not.toThrow();
    const logged = appliance.lines.filter(({ type }) => type === 'log');
    expect(logged.length).toBeGreaterThan(3);
    expect(logged.filter(({ message }) => /emotion=|probabilit|faces?=|tracks?=|box=/.test(String(message)))).toEqual(
      [],
    );
    expect(appliance.errors).toBe('');
  });

  it('P1: a log line of sense holds no key but the listed ones', async () => {
    const sense = await RunningSense.start({ source: demoScenePath(join(PROJECT, '.cache')) });
    cleanups.push(() => sense.remove());
    await sense.releases((found) => found.length >= 2);
    await sense.stop();
    const lines = sense.errors
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.flatMap(strangeKeys)).toEqual([]);
  });

  it('P1: a key too many is found, however deep', () => {
    const health = { topic: 'roomtone/v1/home/rt-1/state', retain: true };
    const text = (extra: object) =>
      JSON.stringify({ v: 1, device: 'rt-1', online: true, session: 1, reason: 'connected', ...extra });
    expect(() => parseWire({ ...health, text: text({}) })).not.toThrow();
    expect(() => parseWire({ ...health, text: text({ faces: 3 }) })).toThrow();
    expect(() => parseWire({ topic: 'roomtone/v1/home/rt-1/faces', retain: false, text: '{}' })).toThrow('no contract');
    expect(strangeKeys({ level: 30, msg: 'seen', err: { people: [{ track: 4 }] } })).toEqual(['people', 'track']);
  });
});

const NOBODY = 65_534;
const TRY = `
const { connect } = require('node:net');
const { appendFileSync, readFileSync } = require('node:fs');
const [socket, file] = process.argv.slice(1);
const tried = {};
for (const [name, act] of Object.entries({ read: () => readFileSync(file), write: () => appendFileSync(file, ' ') })) {
  try { act(); tried[name] = 'done'; } catch (error) { tried[name] = error.code; }
}
const end = (control) => { console.log(JSON.stringify({ ...tried, control })); process.exit(0); };
connect(socket).on('connect', () => end('connected')).on('error', (error) => end(error.code));
`;

/** What another user of the machine, as link is on a device, can do to sense's settings. */
async function asAnotherUser(socket: string, file: string): Promise<unknown> {
  const args = [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    '--',
    process.execPath,
    '-e',
    TRY,
    socket,
    file,
  ];
  const { stdout } = await promisify(execFile)('setpriv', args);
  return JSON.parse(stdout);
}

describe('P11: privacy is out of the reach of link', () => {
  // Becoming another user takes root, as which the checks run.
  it.runIf(process.getuid?.() === 0)(
    'P11: another user reaches neither the control socket nor the settings of sense',
    async () => {
      const sense = await RunningSense.start({ source: demoScenePath(join(PROJECT, '.cache')) });
      cleanups.push(() => sense.remove());
      await sense.releases(() => true);
      const { control } = socketPaths(join(sense.folder, 'run'));
      const settings = join(sense.folder, 'state', 'identity.json');
      const isSensing = () =>
        sense.status().then(
          ({ sensing }) => sensing,
          () => false,
        );
      await expect.poll(isSensing, { timeout: 30_000 }).toBe(true);
      await chmod(sense.folder, 0o755);
      expect(await asAnotherUser(control, settings)).toEqual({ read: 'EACCES', write: 'EACCES', control: 'EACCES' });

      await chmod(join(sense.folder, 'run'), 0o755);
      await chmod(join(sense.folder, 'run', 'sense'), 0o755);
      await chmod(control, 0o666);
      expect(await asAnotherUser(control, settings)).toMatchObject({ control: 'connected' });
    },
  );
});

it('P7: no program of the appliance may leave a core file', async () => {
  const appliance = new StartedAppliance(['--state', state]);
  cleanups.push(() => appliance.interrupt());
  const { pids } = await appliance.started();
  for (const pid of Object.values(pids)) {
    expect(await readFile(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +0 /);
  }
});
