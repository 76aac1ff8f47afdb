// The optional histograms from end to end, and the control routes that switch them.

import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { errorAnswer } from '../../../device/runtime/socket-server.ts';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import { privacyRoutes } from '../../../device/sense/privacy/privacy-routes.ts';
import { Room } from '../../../device/sense/privacy/room.ts';
import { SettingsStore } from '../../../device/sense/privacy/settings-store.ts';
import type { PrivacySettings } from '../../../shared/privacy-settings.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { trackOf } from '../../unit/privacy/people.ts';
import { LIVE_SETTINGS } from '../../unit/privacy/window-request.ts';
import { Harness, LIVE_SOURCE } from './room-harness.ts';

const ALL_ON: PrivacySettings = { ...LIVE_SETTINGS, voice: true, gender: true, feedback: true };
const PEOPLE = 60;
const crowd = (_at: number, beganMs: number): TrackObservation[] =>
  Array.from({ length: PEOPLE }, (_, id) => trackOf(id, beganMs, { gender: id % 3 === 0 ? [0.9, 0.1] : [0.1, 0.9] }));

let harness: Harness | undefined;
afterEach(() => harness?.end());

async function started(settings: PrivacySettings): Promise<Harness> {
  harness = await Harness.create({ settings, source: LIVE_SOURCE });
  await harness.room.start();
  return harness;
}

const countsOf = (windows: readonly WindowMessage[], stream: string) =>
  windows.find((window) => window.stream === stream)?.counts ?? {};

describe('the optional histograms', () => {
  it('P6: voice counts minutes, gender tracks, feedback taps a moment apart', async () => {
    const room = await started(ALL_ON);
    const taps: boolean[] = [];
    for (let second = 0; second < 900; second += 1) {
      room.room.hear(second < 600 ? 'happy' : 'sad', room.clock.monotonicMs());
      taps.push(room.room.tap('happy'));
      await room.show(1, () => crowd(0, 1_000_000), 1);
    }
    await room.clock.advance(1_000);
    const windows = await room.windows();
    expect(taps.filter(Boolean)).toHaveLength(90);
    const near = (value: number | undefined, count: number, error: number) =>
      expect(Math.abs((value ?? Number.NaN) - count)).toBeLessThan(error);
    near(countsOf(windows, 'voice')['happy'], 10, 60);
    near(countsOf(windows, 'voice')['sad'], 5, 60);
    near(countsOf(windows, 'gender')['female'], 20, 60);
    near(countsOf(windows, 'gender')['male'], 40, 60);
    near(countsOf(windows, 'feedback')['happy'], 90, 120);
    expect(windows.map(({ privacy }) => privacy.epsilonMilli)).toEqual([200, 200, 300, 200, 100]);
  });

  it('count nothing while they are off, nor before the notice is confirmed', async () => {
    const room = await started(LIVE_SETTINGS);
    await room.show(1, crowd, 1);
    expect(room.room.tap('happy')).toBe(false);
    room.settings = { ...ALL_ON, noticeConfirmed: null };
    expect(room.room.tap('happy')).toBe(false);
  });

  it('P10: neither voice nor gender is counted in a workplace, although both are switched on', async () => {
    const room = await started({ ...ALL_ON, context: 'workplace' });
    for (let second = 0; second < 901; second += 1) {
      room.room.hear('angry', room.clock.monotonicMs());
      await room.show(1, crowd, 1);
    }
    const windows = await room.windows();
    expect(windows.filter(({ suppressed }) => suppressed === 'disabled').map(({ stream }) => stream)).toEqual([
      'mood',
      'voice',
      'gender',
    ]);
  });
});

describe('the privacy routes of sense/control', () => {
  async function routes(
    models: readonly string[] = ['gender'],
  ): Promise<{ app: FastifyInstance; settings: SettingsStore }> {
    const room = await started(LIVE_SETTINGS);
    const settings = new SettingsStore(room.stateFolder);
    await settings.open();
    await settings.claim('public');
    await settings.confirmNotice(settings.current().noticeRevision, room.clock.wallMs());
    expect(room.room).toBeInstanceOf(Room);
    const app = Fastify();
    app.setErrorHandler((error, _request, reply) => {
      const { status, body } = errorAnswer(error);
      return reply.status(status).send(body);
    });
    const hasModel = (task: string) => models.includes(task);
    privacyRoutes({ settings, room: room.room, hasModel, apply: async () => room.room.tick() })(app);
    return { app, settings };
  }

  it('read and change the settings, and refuse what is not for changing', async () => {
    const { app, settings } = await routes();
    const put = (payload: object) => app.inject({ method: 'PUT', url: '/v1/privacy', payload });
    expect((await app.inject('/v1/privacy')).json()).toEqual(settings.current());
    expect((await put({ gender: true })).json()).toMatchObject({ gender: true, noticeRevision: 3 });
    expect(settings.current().noticeConfirmed?.revision).toBe(2);
    for (const refused of [{ context: 'retail' }, { profile: 'demo' }, { noticeRevision: 2 }, { epsilonMilli: 9 }]) {
      expect((await put(refused)).statusCode).toBe(400);
    }
    expect(settings.current()).toMatchObject({ context: 'public', profile: 'standard' });
  });

  it('refuse a histogram that has no model, and change nothing', async () => {
    const { app, settings } = await routes([]);
    const answer = await app.inject({ method: 'PUT', url: '/v1/privacy', payload: { gender: true } });
    expect(answer.json()).toMatchObject({ code: 'MODEL_NOT_SHIPPED' });
    expect(settings.current().gender).toBe(false);
  });

  it('take a tap, and a reset that unclaims', async () => {
    const { app, settings } = await routes();
    const tap = (payload: object) => app.inject({ method: 'POST', url: '/v1/feedback', payload });
    expect((await tap({ tap: 'happy' })).json()).toEqual({ counted: false });
    expect((await tap({ tap: 'excellent' })).statusCode).toBe(400);
    expect((await app.inject({ method: 'POST', url: '/v1/privacy/reset' })).statusCode).toBe(200);
    expect(settings.current()).toMatchObject({ context: null, noticeConfirmed: null });
  });
});
