// Aiming end to end: sense as a process, with a camera (a clip) and a microphone that make it a live room.
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { demoScenePath } from '../../provisioning/demo-scene.ts';
import { type AimingOverlay, aimingOverlaySchema } from '../../shared/aiming.ts';
import { birthResponseSchema, PREVIEW_CLOSE, senseStatusSchema } from '../../shared/sense-api.ts';
import { windowSchema } from '../../shared/window.ts';
import { PROJECT } from '../fixtures/appliance.ts';
import { RunningSense } from '../fixtures/sense/running-sense.ts';

let sense: RunningSense | undefined;
afterEach(() => sense?.remove());

const order = (running: RunningSense, method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
  running.control.request({ method, path, response: z.unknown(), ...(body === undefined ? {} : { body }) });

/** The first picture, and when the socket was closed. */
function watch(running: RunningSense) {
  const socket = new WebSocket(`ws+unix:${socketPaths(join(running.folder, 'run')).preview}:/v1/aiming`);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const picture = new Promise<{ overlay: AimingOverlay; jpeg: Buffer }>((resolve, reject) => {
    let overlay: AimingOverlay | undefined;
    socket.once('error', reject);
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) overlay = aimingOverlaySchema.parse(JSON.parse(String(data)));
      else if (overlay !== undefined && overlay.facesSeen > 0) resolve({ overlay, jpeg: data });
    });
  });
  return { closed, picture };
}

it('P9: in set-up an installer sees the whole picture and its faces; no emotion model is loaded, nothing is told', async () => {
  const options = ['--microphone', 'alsa'];
  const running = await RunningSense.start({ source: demoScenePath(join(PROJECT, '.cache')), options });
  sense = running;
  await expect
    .poll(() => running.status().catch(() => null), { timeout: 60_000 })
    .toMatchObject({ idleReason: 'unclaimed' });
  await order(running, 'POST', '/v1/claim', { context: 'public' });
  await order(running, 'POST', '/v1/aiming', { reason: null });
  const { picture, closed } = watch(running);
  const { overlay, jpeg } = await picture;
  const { width, height } = await sharp(jpeg).metadata();
  expect([width, height]).toEqual([overlay.widthPx, overlay.heightPx]);
  expect(overlay.smallestPx).toBeGreaterThan(0);
  const birth = await running.windows.request({ method: 'GET', path: '/v1/birth', response: birthResponseSchema });
  expect(Object.keys(birth.models)).toEqual(['face-detector']);
  expect(await running.status()).toMatchObject({ sensing: false, aiming: { permission: 'set-up' } });

  // The notice is confirmed, so set-up is over, and what was allowed in it with it.
  const { noticeRevision } = senseStatusSchema.parse(await running.status());
  await expect(
    order(running, 'POST', '/v1/notice', { posted: true, revision: noticeRevision - 1 }),
  ).rejects.toMatchObject({
    code: 'NOTICE_OUTDATED',
  });
  await order(running, 'POST', '/v1/notice', { posted: true, revision: noticeRevision });
  expect(await closed).toBe(PREVIEW_CLOSE.disabled);
  await expect(order(running, 'POST', '/v1/aiming', { reason: null })).rejects.toMatchObject({
    code: 'AIMING_REASON_MISSING',
  });
  expect((await running.status()).aiming).toEqual({ permission: 'with-reason', endsInSeconds: null });

  // Later, with a reason: the room is no longer sensed, and the window that was open says so.
  await order(running, 'PUT', '/v1/privacy', { hours: { timeZone: 'UTC', startMinute: 0, minutes: 1_440 } });
  const { noticeRevision: wider } = await running.status();
  await order(running, 'POST', '/v1/notice', { posted: true, revision: wider });
  await order(running, 'POST', '/v1/aiming', { reason: 'the camera was moved by the cleaners' });
  await watch(running).picture;
  expect(await running.status()).toMatchObject({ sensing: false, idleReason: null });
  await order(running, 'DELETE', '/v1/aiming');
  await expect.poll(async () => (await running.status()).sensing, { timeout: 30_000 }).toBe(true);
  const releases = await running.releases((found) => found.length > 0);
  const told = releases.map(({ payload }) => windowSchema.parse(JSON.parse(payload)));
  expect(told.filter(({ counts }) => counts !== null)).toEqual([]);
  expect(running.errors).not.toContain('cleaners');
});
