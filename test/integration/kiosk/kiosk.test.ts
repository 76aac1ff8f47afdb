// The kiosk's two routes: what is on and off, and one tap; and a tap's whole way into a window.
import Fastify from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { KioskAddresses } from '../../../console/kiosk/kiosk-addresses.ts';
import { privacyRoutes } from '../../../device/sense/privacy/privacy-routes.ts';
import { SettingsStore } from '../../../device/sense/privacy/settings-store.ts';
import { kioskStateSchema } from '../../../shared/kiosk-api.ts';
import { FEEDBACK_TAPS } from '../../../shared/vocabulary.ts';
import { type Bench, claimDevice, startBench } from '../../fixtures/console/claimed-console.ts';
import { connectedLink, liveUnsetSense } from '../../fixtures/console/demo-windows.ts';
import { type InjectedConsole, injectConsole } from '../../fixtures/console/injected-console.ts';
import { trackOf } from '../../unit/privacy/people.ts';
import { LIVE_SETTINGS } from '../../unit/privacy/window-request.ts';
import { Harness, LIVE_SOURCE } from '../privacy/room-harness.ts';

const TAP = '/api/kiosk/feedback';

describe('who stands at the kiosk', () => {
  it('is loopback in each of its spellings, and whom the owner has allowed', () => {
    const kiosk = new KioskAddresses(['192.0.2.7', '2001:db8::7']);
    for (const own of [
      '127.0.0.1',
      '127.9.9.9',
      '::1',
      '::ffff:127.0.0.1',
      '192.0.2.7',
      '::ffff:192.0.2.7',
      '2001:db8::7',
    ])
      expect([own, kiosk.has(own)]).toEqual([own, true]);
    for (const other of ['192.0.2.8', '10.0.0.1', '2001:db8::8', '::', '', 'localhost', '127.0.0.1.example'])
      expect([other, kiosk.has(other)]).toEqual([other, false]);
    expect(() => new KioskAddresses(['localhost'])).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('the routes of the kiosk', () => {
  let device: InjectedConsole;
  beforeAll(async () => {
    device = await injectConsole();
  });
  afterAll(() => device.stop());
  const tap = (asked: Parameters<InjectedConsole['ask']>[2] = {}) =>
    device.ask('POST', TAP, { body: { feeling: 'happy' }, ...asked });

  it('take no tap before the claim, none from elsewhere, and none from another page', async () => {
    expect((await tap()).status).toBe(403);
    await device.claim();
    expect((await tap({ address: '10.1.2.3' })).json).toMatchObject({ code: 'FORBIDDEN' });
    expect((await device.ask('GET', '/api/kiosk', { address: '10.1.2.3' })).status).toBe(403);
    expect((await tap({ headers: { origin: 'https://evil.example' } })).json).toMatchObject({ code: 'ORIGIN_FOREIGN' });
    expect((await tap({ headers: { origin: undefined } })).status).toBe(403);
    expect((await tap({ headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    // Sense is not there: the tap came through the gate.
    expect((await tap()).status).toBe(503);
  });

  it('take seven faces and a line of text, and nothing else', async () => {
    const refused = [
      {},
      { feeling: 'bored' },
      { feeling: 'unsure' },
      { feeling: 'happy', text: 'x'.repeat(281) },
      { feeling: 'happy', text: 'two\nlines' },
      { feeling: 'happy', name: 'x' },
      { feeling: ['happy'] },
    ];
    for (const body of refused) expect([body, (await tap({ body })).status]).toEqual([body, 400]);
    expect(FEEDBACK_TAPS).toHaveLength(7);
    for (const feeling of FEEDBACK_TAPS) expect((await tap({ body: { feeling } })).status).toBe(503);
  });

  it('take at most thirty taps a minute from one display', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 32; count += 1) statuses.push((await tap({ address: '127.0.0.9' })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});

describe('the kiosk of a room', () => {
  let bench: Bench;
  afterEach(() => bench.stop());

  it('shows what is on and off, and hands sense the face alone, never the text', async () => {
    const shares = { mood: 400, presence: 300, feedback: 100 };
    const sense = { ...liveUnsetSense, sensing: true, idleReason: null, context: 'public', shares } as const;
    bench = await startBench({ sense, link: connectedLink, windows: [] });
    await claimDevice(bench);
    const state = async () => kioskStateSchema.parse((await bench.admin.send('GET', '/api/kiosk')).json);
    expect(await state()).toEqual({
      state: 'sensing',
      on: ['mood', 'presence', 'feedback'],
      aimingEndsInSeconds: null,
      edition: '1',
    });
    const body = { feeling: 'sad', text: 'too loud in here' };
    expect((await bench.admin.send('POST', TAP, { body })).json).toMatchObject({ counted: true });
    expect(bench.room.state.taps).toEqual([{ tap: 'sad' }]);
    bench.room.state.sense = { ...sense, aiming: { permission: 'with-reason', endsInSeconds: 200 } };
    expect(await state()).toMatchObject({ state: 'aiming', aimingEndsInSeconds: 200 });
    await bench.room.stop();
    expect(await state()).toMatchObject({ state: 'silent', on: ['mood', 'presence', 'feedback'] });
  });
});

describe('a tap on its way into a window', () => {
  let harness: Harness | undefined;
  afterEach(() => harness?.end());
  const crowdOf = (people: number) => (_at: number, beganMs: number) =>
    Array.from({ length: people }, (_, id) => trackOf(id, beganMs));

  /** Taps every five seconds through sense's own route, for one window of `people`. */
  async function tapped(people: number) {
    const settings = { ...LIVE_SETTINGS, feedback: true };
    const room = await Harness.create({ settings, source: LIVE_SOURCE });
    harness = room;
    await room.room.start();
    const app = Fastify();
    const store = new SettingsStore(room.stateFolder);
    privacyRoutes({ settings: store, room: room.room, hasModel: () => true, apply: async () => {} })(app);
    const counted: boolean[] = [];
    for (let second = 0; second < 901; second += 5) {
      const answer = await app.inject({ method: 'POST', url: '/v1/feedback', payload: { tap: 'happy' } });
      counted.push(answer.json().counted);
      await room.show(5, crowdOf(people), 1);
    }
    await app.close();
    const window = (await room.windows()).find(({ stream }) => stream === 'feedback');
    return { counted: counted.slice(0, 180).filter(Boolean).length, window };
  }

  it('P2: is held back with everything else where fewer than k people are there', async () => {
    const { counted, window } = await tapped(4);
    expect(counted).toBe(90);
    expect(window).toMatchObject({ counts: null, suppressed: 'cohort', privacy: { epsilonMilli: 0 } });
  });

  it('is released with noise where there are more, one in ten seconds', async () => {
    const { counted, window } = await tapped(30);
    expect(counted).toBe(90);
    expect(Object.keys(window?.counts ?? {})).toEqual([...FEEDBACK_TAPS]);
    expect(window).toMatchObject({ suppressed: null, privacy: { epsilonMilli: 100, mechanism: 'discrete-laplace' } });
    expect(Math.abs((window?.counts?.['happy'] ?? 0) - 90)).toBeLessThan(120);
  });
});
