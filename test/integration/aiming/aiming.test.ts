// Aiming on real sockets with fake time, and the room beside it: the whole picture for an installer, and nothing counted.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createLog } from '../../../device/runtime/log.ts';
import { SocketServer } from '../../../device/runtime/socket-server.ts';
import { Aiming } from '../../../device/sense/aiming/aiming.ts';
import { AimingView } from '../../../device/sense/aiming/aiming-view.ts';
import { type AimingOverlay, aimingOverlaySchema } from '../../../shared/aiming.ts';
import { COMMANDS } from '../../../shared/commands.ts';
import { AIMING_MS } from '../../../shared/limits.ts';
import { linkSettingsSchema } from '../../../shared/link-settings.ts';
import type { PrivacySettings } from '../../../shared/privacy-settings.ts';
import { PREVIEW_CLOSE } from '../../../shared/sense-api.ts';
import { FakeClock } from '../../unit/privacy/fake-clock.ts';
import { frameOf as peopleAt, trackOf } from '../../unit/privacy/people.ts';
import { LIVE_SETTINGS, NOON } from '../../unit/privacy/window-request.ts';
import { frameOf, grey } from '../../unit/vision/faces.ts';
import { Harness, LIVE_SOURCE } from '../privacy/room-harness.ts';

const log = createLog('test', 'silent');
const REASON = 'the camera was moved by the cleaners';
/** Fine stripes that no mosaic would keep. */
const frame = frameOf(640, 480, (x) => grey(x % 8 < 4 ? 30 : 220));
const seen = peopleAt(0, [trackOf(1, 0, { box: { x: 200, y: 100, width: 31, height: 40 } })]);

describe('the camera while it is being aimed', () => {
  let folder: string;
  let clock: FakeClock;
  let settings: PrivacySettings;
  let over: number;
  let aiming: Aiming;
  let view: AimingView;
  let server: SocketServer;
  let viewers: WebSocket[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roomtone-aiming-'));
    clock = new FakeClock(NOON);
    settings = LIVE_SETTINGS;
    over = 0;
    viewers = [];
    const onOver = () => {
      over += 1;
      view.apply();
    };
    aiming = new Aiming({ settings: { current: () => settings }, live: true, clock, log, onOver });
    view = new AimingView({ aiming, clock, log });
    server = new SocketServer({
      name: 'preview',
      socketPath: join(folder, 'preview'),
      log,
      routes: (app) => view.routes(app),
    });
    await server.start();
  });
  afterEach(async () => {
    for (const viewer of viewers) viewer.terminate();
    await aiming.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function connect(): WebSocket {
    const viewer = new WebSocket(`ws+unix:${join(folder, 'preview')}:/v1/aiming`);
    viewers.push(viewer);
    return viewer;
  }
  const closed = (viewer: WebSocket) => new Promise<number>((resolve) => viewer.once('close', resolve));

  async function watching(): Promise<WebSocket> {
    const viewer = connect();
    await expect.poll(() => view.viewers).toBe(1);
    return viewer;
  }

  it('P9: shows nothing unless somebody aims, and nothing without a reason', async () => {
    expect(await closed(connect())).toBe(PREVIEW_CLOSE.disabled);
    expect(() => aiming.begin(null)).toThrow(expect.objectContaining({ code: 'AIMING_REASON_MISSING' }));
    expect(aiming.isOn).toBe(false);
    expect(await closed(connect())).toBe(PREVIEW_CLOSE.disabled);
  });

  it('P9: shows the whole picture, marked, with the faces as data', async () => {
    aiming.begin(REASON);
    const viewer = await watching();
    const got = new Promise<{ overlay: AimingOverlay; jpeg: Buffer }>((resolve) => {
      let overlay: AimingOverlay | undefined;
      viewer.on('message', (data: Buffer, isBinary) => {
        if (!isBinary) overlay = aimingOverlaySchema.parse(JSON.parse(String(data)));
        else if (overlay !== undefined) resolve({ overlay, jpeg: data });
      });
    });
    view.offer(frame, seen);
    const { overlay, jpeg } = await got;
    expect(overlay).toMatchObject({ facesSeen: 1, smallestPx: 31, endsInSeconds: AIMING_MS / 1_000 });
    const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([640, 480]);
    const at = (x: number, y: number) => [...data.subarray((y * 640 + x) * 3, (y * 640 + x) * 3 + 3)];
    expect(Math.abs((at(321, 240)[0] ?? 0) - (at(326, 240)[0] ?? 0))).toBeGreaterThan(120);
    const [red = 0, green = 0, blue = 0] = at(3, 240);
    expect([red > 220, green > 70 && green < 150, blue < 60]).toEqual([true, true, true]);
  });

  it('P9: ends by itself after five minutes, with nobody asking and no picture coming', async () => {
    aiming.begin(REASON);
    const gone = closed(await watching());
    await clock.advance(AIMING_MS - 1_000);
    expect([aiming.isOn, over]).toEqual([true, 0]);
    await clock.advance(1_500);
    expect([aiming.isOn, aiming.status().endsInSeconds, over]).toEqual([false, null, 1]);
    expect(await gone).toBe(PREVIEW_CLOSE.disabled);
  });

  it('P9: is over for the picture at that very moment, although no timer was woken', async () => {
    aiming.begin(REASON);
    const viewer = await watching();
    const pictures: unknown[] = [];
    viewer.on('message', (data) => pictures.push(data));
    clock.pass(AIMING_MS);
    view.offer(frame, seen);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(pictures).toEqual([]);
    expect(aiming.status().endsInSeconds).toBeNull();
  });

  it('P9: ends when the room is no longer what it was, and with sense itself', async () => {
    aiming.begin(REASON);
    settings = { ...LIVE_SETTINGS, context: 'workplace' };
    expect(aiming.isOn).toBe(false);
    await clock.advance(1_000);
    expect(over).toBe(1);
    settings = LIVE_SETTINGS;
    aiming.begin(REASON);
    await aiming.stop();
    expect(aiming.isOn).toBe(false);
  });
});

describe('the room while its camera is being aimed', () => {
  let harness: Harness | undefined;
  afterEach(() => harness?.end());
  const crowd = (_at: number, beganMs: number) => [1, 2, 3, 4, 5, 6].map((id) => trackOf(id, beganMs));

  it.each([
    [true, ['disabled', 'disabled']],
    [false, [null, null]],
  ])('P9: aimed is %s: nothing is counted, drawn or spent; else the same people are', async (isAimed, reasons) => {
    harness = await Harness.create({ settings: LIVE_SETTINGS, source: { ...LIVE_SOURCE, isAimed } });
    await harness.room.start();
    await harness.show(901, crowd, 1);
    const windows = await harness.windows();
    expect(windows.map(({ suppressed }) => suppressed)).toEqual(reasons);
    expect(harness.room.status()).toMatchObject({ sensing: !isAimed, idleReason: null });
    expect(harness.room.status().spentMilli).toBe(isAimed ? 0 : 800);
  });

  it('P9: what was counted before it in the same window is not released either', async () => {
    harness = await Harness.create({ settings: LIVE_SETTINGS, source: LIVE_SOURCE });
    await harness.room.start();
    await harness.show(800, crowd, 1);
    harness.source = { ...LIVE_SOURCE, isAimed: true };
    await harness.show(30, crowd, 1);
    harness.source = LIVE_SOURCE;
    await harness.show(71, crowd, 1);
    const windows = await harness.windows();
    const told = windows.map(({ suppressed, quality }) => [suppressed, quality.coveragePercent]);
    // 800 s before, 30 s of aiming, and the rest of the window, which is told by itself as incomplete.
    expect(told).toEqual([
      ['disabled', 89],
      ['disabled', 89],
      ['disabled', 0],
      ['disabled', 0],
      [null, 8],
      [null, 8],
    ]);
  });
});

it('P9: nobody far away can begin it: no command and no setting of the broker names preview, aiming or picture', () => {
  const names = [...COMMANDS, ...Object.keys(linkSettingsSchema.shape)];
  expect(names.filter((name) => /preview|aim|picture|privacy|notice|camera/i.test(name))).toEqual([]);
});
