// What may leave and who may ask: the published bytes against a list of their own, canary track ids, and the socket
// that link reaches.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify from 'fastify';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import { windowsRoutes } from '../../../device/sense/privacy/windows-routes.ts';
import { PROFILES } from '../../../shared/vocabulary.ts';
import { trackOf } from '../../unit/privacy/people.ts';
import { LIVE_SETTINGS } from '../../unit/privacy/window-request.ts';
import { Harness, type HarnessOptions, LIVE_SOURCE } from './room-harness.ts';

/** Track ids that nothing else could be taken for. */
const CANARIES = [271_828_182_845, 314_159_265_358, 161_803_398_874, 141_421_356_237, 173_205_080_756, 223_606_797_749];
const crowd = (_at: number, beganMs: number): TrackObservation[] => CANARIES.map((id) => trackOf(id, beganMs));

let harness: Harness | undefined;
afterEach(() => harness?.end());

async function started(options: HarnessOptions = {}): Promise<Harness> {
  harness = await Harness.create(options);
  await harness.room.start();
  return harness;
}

/** Every path that a published window may hold, written down apart from its schema. */
const ALLOWED = new Set([
  ...['v', 'device', 'boot', 'seq', 'stream', 'context', 'counts', 'suppressed', 'models'],
  ...['window', 'window.start', 'window.seconds', 'window.complete', 'window.clock'],
  ...['privacy', 'privacy.profile', 'privacy.k', 'privacy.epsilonMilli', 'privacy.mechanism'],
  ...['privacy.spentMilli', 'privacy.capMilli', 'quality', 'quality.coveragePercent'],
  ...['face-detector', 'face-emotion'].map((task) => `models.${task}`),
  ...['neutral', 'happy', 'sad', 'angry', 'fear', 'disgust', 'surprise', 'unsure'].map((bin) => `counts.${bin}`),
  ...['people', 'under1min', 'from1to5min', 'from5to15min', 'over15min', 'facing', 'away'].map(
    (bin) => `counts.${bin}`,
  ),
]);

function violationsOf(value: unknown, path = ''): string[] {
  if (path !== '' && !ALLOWED.has(path)) return [path];
  if (path.startsWith('counts.') && !Number.isInteger(value)) return [`${path} is no integer`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => violationsOf(inner, path === '' ? key : `${path}.${key}`));
}

async function textsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}

const canariesIn = (text: string) =>
  CANARIES.filter(
    (id) => text.includes(String(id)) || text.includes(id.toString(16)) || text.includes(id.toString(36)),
  );

describe('what leaves', () => {
  it('P1: is on the list, key by key, and counts are integers', async () => {
    const room = await started();
    await room.show(31, crowd);
    await room.settle();
    const published = (await room.room.releases(100, 0)).map(({ payload }) => JSON.parse(payload));
    expect(published).toHaveLength(4);
    for (const window of published) expect(violationsOf(window)).toEqual([]);
  });

  it('P1: a key too many, deep inside, and a count that is no integer are found', async () => {
    const room = await started();
    await room.show(16, crowd);
    const [window] = await room.windows();
    expect(violationsOf({ ...window, quality: { coveragePercent: 99, faces: 6 } })).toEqual(['quality.faces']);
    expect(violationsOf({ ...window, counts: { happy: 1.5 } })).toEqual(['counts.happy is no integer']);
    expect(violationsOf({ ...window, track: CANARIES[0] })).toEqual(['track']);
  });

  it('P8: no track id is in a window, in a file, in the status or in the log', async () => {
    const logged: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
    const room = await started({ log });
    await room.show(20, crowd);
    await room.settle();
    const releases = JSON.stringify(await room.room.releases(100, 0));
    const status = JSON.stringify([room.room.status(), room.room.birth()]);
    await room.room.stop();
    const texts = [...(await textsBelow(room.stateFolder)), releases, status, ...logged];
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.flatMap(canariesIn)).toEqual([]);
    expect(canariesIn(`{"held":${CANARIES[0]}}`)).toEqual([CANARIES[0]]);
  });
});

describe('the socket that link reaches', () => {
  it('P11: has three things to read and one to acknowledge, and nothing to set', async () => {
    const room = await started({ settings: LIVE_SETTINGS, source: LIVE_SOURCE });
    const routes: string[] = [];
    const app = Fastify();
    app.addHook('onRoute', ({ method, url }) => void routes.push(`${[method].flat().join()} ${url}`));
    const never = () => {
      throw new Error('not asked here');
    };
    windowsRoutes({ room: room.room, birth: never, health: never })(app);
    await app.ready();
    expect(routes.filter((route) => !route.startsWith('HEAD'))).toEqual([
      'GET /v1/releases',
      'POST /v1/releases/acknowledge',
      'GET /v1/birth',
      'GET /v1/health',
    ]);
    const before = JSON.stringify(room.room.status());
    for (const url of [
      '/v1/privacy',
      '/v1/claim',
      '/v1/notice',
      '/v1/preview',
      '/v1/aiming',
      '/v1/feedback',
      '/v1/privacy/reset',
    ]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const { statusCode } = await app.inject({ method, url, payload: { profile: 'standard', posted: true } });
        expect(statusCode).toBe(404);
      }
    }
    expect(JSON.stringify(room.room.status())).toBe(before);
    await app.close();
  });

  it('P11: no source makes a live room a demo, whatever the settings are', async () => {
    const room = await started({ settings: LIVE_SETTINGS, source: LIVE_SOURCE });
    for (const profile of PROFILES) {
      room.settings = { ...LIVE_SETTINGS, profile: profile === 'demo' ? 'standard' : profile };
      expect(room.room.status().capMilli).not.toBeNull();
      expect(room.room.status().profile).not.toBe('demo');
    }
  });
});
