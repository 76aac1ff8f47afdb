import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../../device/runtime/log.ts';
import { SocketClient } from '../../../device/runtime/socket-client.ts';
import { SocketServer } from '../../../device/runtime/socket-server.ts';
import { windowsRoutes } from '../../../device/sense/privacy/windows-routes.ts';
import {
  acknowledgeResponseSchema,
  birthResponseSchema,
  healthResponseSchema,
  releasesResponseSchema,
} from '../../../shared/sense-api.ts';
import { trackOf } from '../../unit/privacy/people.ts';
import { DIGEST } from '../../unit/privacy/window-request.ts';
import { Harness } from './room-harness.ts';

const HEALTH = {
  sources: [],
  fpsStep: 5,
  framesReceived: 0,
  inferenceRestarts: 0,
  releasesPending: 0,
  providers: {},
  rssMb: 100,
  loopDelayP99Ms: 1,
};
const three = (_at: number, beganMs: number) => [1, 2, 3].map((id) => trackOf(id, beganMs));

let harness: Harness;
let server: SocketServer;
let client: SocketClient;

beforeEach(async () => {
  harness = await Harness.create();
  await harness.room.start();
  const socketPath = join(harness.stateFolder, 'windows');
  const birth = () => ({
    ...harness.room.birth(),
    models: { 'face-detector': DIGEST },
    providers: { 'face-detector': 'cpu' },
  });
  const routes = windowsRoutes({ room: harness.room, birth, health: () => HEALTH });
  server = new SocketServer({ name: 'windows', socketPath, log: createLog('test', 'silent'), routes });
  await server.start();
  client = new SocketClient(socketPath);
});

afterEach(async () => {
  await client.close();
  await server.stop();
  await harness.end();
});

const take = (query: string) =>
  client.request({ method: 'GET', path: `/v1/releases?${query}`, response: releasesResponseSchema });

it('answers a long poll when a window is released, and forgets it when it is acknowledged', async () => {
  const waiting = take('waitMs=20000');
  await harness.show(15, three);
  await harness.clock.advance(100);
  const { releases } = await waiting;
  expect(releases.map(({ boot, seq, stream }) => [boot, seq, stream])).toEqual([
    [1, 0, 'mood'],
    [1, 1, 'presence'],
  ]);
  const keys = releases.map(({ boot, seq }) => ({ boot, seq }));
  const acknowledge = () =>
    client.request({
      method: 'POST',
      path: '/v1/releases/acknowledge',
      body: { keys },
      response: acknowledgeResponseSchema,
    });
  expect(await acknowledge()).toEqual({ acknowledged: 2 });
  expect(await acknowledge()).toEqual({ acknowledged: 0 });
  expect(await take('')).toEqual({ releases: [] });
});

it('answers an empty list when the wait is over', async () => {
  const waiting = take('waitMs=1000');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await harness.clock.advance(1_000);
  expect(await waiting).toEqual({ releases: [] });
});

it('gives birth and health by their contracts and refuses what is none', async () => {
  expect(await client.request({ method: 'GET', path: '/v1/birth', response: birthResponseSchema })).toMatchObject({
    context: 'demo',
    profile: 'demo',
    epsilonMilli: 4_000,
  });
  expect(await client.request({ method: 'GET', path: '/v1/health', response: healthResponseSchema })).toEqual(HEALTH);
  await expect(take('limit=1000')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
});
