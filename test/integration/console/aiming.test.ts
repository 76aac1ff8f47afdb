import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aimingOverlaySchema } from '../../../shared/aiming.ts';
import { NOTICE_LANGUAGES } from '../../../shared/notice/languages.ts';
import { NOTICE_TEXTS } from '../../../shared/notice/notice.ts';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import { ApiClient } from '../../fixtures/console/api-client.ts';
import { type Bench, claimDevice, PASSWORD, startBench } from '../../fixtures/console/claimed-console.ts';
import { connectedLink, demoSense, liveUnsetSense } from '../../fixtures/console/demo-windows.ts';

const REASON = 'the camera was moved by the cleaners';
const LIVE: SenseStatus = {
  ...liveUnsetSense,
  sensing: true,
  idleReason: null,
  context: 'public',
  noticeConfirmed: true,
  shares: { mood: 500, presence: 300 },
  aiming: { permission: 'with-reason', endsInSeconds: null },
};

let bench: Bench;
afterEach(() => bench.stop());

async function claimed(sense: SenseStatus): Promise<Bench> {
  bench = await startBench({ sense, link: connectedLink, windows: [] });
  await claimDevice(bench);
  return bench;
}

const aim = (body: object, client = bench.admin) => client.send('POST', '/api/aiming', { body });
const isAimed = () => bench.room.state.sense.aiming.endsInSeconds !== null;
const notice = async (language = 'en') =>
  (await new ApiClient(bench.console.url).send('GET', `/notice?language=${language}`)).text;

interface Line {
  readonly action: string;
  readonly actor: string | null;
  readonly detail: string;
}
async function audited(): Promise<readonly Line[]> {
  const { entries } = JSON.parse((await bench.admin.send('GET', '/api/audit')).text) as { entries: Line[] };
  return entries
    .filter(({ action }) => action.startsWith('aiming'))
    .map(({ action, actor, detail }) => ({ action, actor, detail }));
}

describe('aiming over the console', () => {
  it('P9: takes the password at that very moment and a reason, and writes both acts down', async () => {
    await claimed(LIVE);
    expect((await aim({})).status).toBe(409);
    expect((await aim({ reason: REASON })).status).toBe(400);
    expect((await aim({ password: PASSWORD })).status).toBe(400);
    expect((await aim({ password: PASSWORD, reason: 'why not' })).status).toBe(400);
    expect((await aim({ password: PASSWORD, reason: `${REASON}\nadmin signed in` })).status).toBe(400);
    expect((await aim({ password: 'not the password', reason: REASON })).status).toBe(401);
    expect([isAimed(), await audited()]).toEqual([false, []]);
    expect((await aim({ password: PASSWORD, reason: REASON })).status).toBe(200);
    expect(isAimed()).toBe(true);
    expect((await bench.admin.send('DELETE', '/api/aiming')).status).toBe(200);
    expect(isAimed()).toBe(false);
    expect(await audited()).toEqual([
      { action: 'aiming-off', actor: 'admin', detail: '' },
      { action: 'aiming-on', actor: 'admin', detail: REASON },
    ]);
  });

  it('P9: takes neither during set-up, and is refused for a clip', async () => {
    await claimed({ ...liveUnsetSense, context: 'public', idleReason: 'notice' });
    expect((await aim({})).status).toBe(200);
    expect(await audited()).toEqual([{ action: 'aiming-on', actor: 'admin', detail: 'set-up' }]);
    bench.room.state.sense = demoSense;
    expect((await aim({ password: PASSWORD, reason: REASON })).json).toMatchObject({ code: 'AIMING_FORBIDDEN' });
  });

  it('P9: is for admins alone: nobody else begins it, ends it or sees its picture', async () => {
    await claimed(LIVE);
    const password = 'watching the room quietly';
    await bench.admin.send('POST', '/api/users', { body: { name: 'vera', role: 'viewer', password } });
    const viewer = new ApiClient(bench.console.url);
    await viewer.send('POST', '/api/session', { body: { name: 'vera', password } });
    await aim({ password: PASSWORD, reason: REASON });
    for (const method of ['GET', 'POST', 'DELETE']) {
      const asked = { body: method === 'POST' ? { password, reason: REASON } : undefined };
      expect([method, (await viewer.send(method, '/api/aiming', asked)).status]).toEqual([method, 403]);
      const nobody = new ApiClient(bench.console.url);
      expect([method, (await nobody.send(method, '/api/aiming', asked)).status]).toEqual([method, 401]);
    }
    expect(isAimed()).toBe(true);
  });

  it('P9: shows the picture with its faces as data, and closes it within a second of the session', async () => {
    await claimed(LIVE);
    await aim({ password: PASSWORD, reason: REASON });
    const url = `${bench.console.url.replace('https', 'wss')}/api/aiming`;
    const socket = new WebSocket(url, { headers: { ...bench.admin.headers }, rejectUnauthorized: false });
    const first = await new Promise<string>((resolve, reject) => {
      socket.once('message', (data) => resolve(String(data)));
      socket.once('error', reject);
    });
    expect(aimingOverlaySchema.parse(JSON.parse(first))).toMatchObject({ facesSeen: 3, smallestPx: 31 });
    const ended = new Promise((resolve) => socket.once('close', resolve));
    await bench.admin.send('DELETE', '/api/session');
    const signedOutMs = performance.now();
    await ended;
    expect(performance.now() - signedOutMs).toBeLessThan(1_000);
  });

  it('P9: is told on the notice in every language while it lasts, also before anything is declared', async () => {
    await claimed(LIVE);
    expect(await notice()).not.toContain(NOTICE_TEXTS.en.now.aiming);
    await aim({ password: PASSWORD, reason: REASON });
    for (const language of NOTICE_LANGUAGES)
      expect(await notice(language)).toContain(NOTICE_TEXTS[language].now.aiming);
    bench.room.state.sense = { ...liveUnsetSense, aiming: { permission: 'set-up', endsInSeconds: 299 } };
    expect(await notice()).toContain(NOTICE_TEXTS.en.now.aiming);
    bench.room.state.sense = LIVE;
    expect(await notice()).toContain(NOTICE_TEXTS.en.now.sensing);
  });
});
