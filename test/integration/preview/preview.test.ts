import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createLog } from '../../../device/runtime/log.ts';
import { SocketServer } from '../../../device/runtime/socket-server.ts';
import type { Observation } from '../../../device/sense/observation.ts';
import { MOSAIC_BLOCKS } from '../../../device/sense/preview/mosaic.ts';
import { Preview } from '../../../device/sense/preview/preview.ts';
import { PREVIEW_VIEWERS } from '../../../shared/limits.ts';
import { PREVIEW_CLOSE, type PreviewOverlay, previewOverlaySchema } from '../../../shared/sense-api.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { HandClock } from '../../fixtures/inference/hand-clock.ts';
import { frameOf, grey, squareAt } from '../../unit/vision/faces.ts';

const log = createLog('test', 'silent');
const CANARY = 170_141_183_460_469;
/** A face that no detector found: dark eyes and mouth of 16 pixels in a bright oval. */
const missedFace = frameOf(1_280, 720, (x, y) => {
  const isFeature = Math.floor(x / 16) % 4 === 1 && Math.floor(y / 16) % 3 === 1;
  return grey(isFeature ? 0 : 230);
});
const seen: Observation = {
  capturedAtMs: 0,
  widthPx: 1_280,
  heightPx: 720,
  tracks: [
    {
      id: CANARY,
      box: squareAt(100, 100, 80),
      firstSeenMs: 0,
      score: 0.9,
      emotion: null,
      isReadable: true,
      isFacing: true,
    },
  ],
};

let folder: string;
let clock: HandClock;
let server: SocketServer;
let preview: Preview;
let viewers: WebSocket[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-preview-'));
  clock = new HandClock();
  preview = new Preview({ clock, log, unsureBelow: () => ({ emotion: 0.4, gender: 0.6 }) });
  viewers = [];
  const socketPath = join(folder, 'preview');
  server = new SocketServer({ name: 'preview', socketPath, log, routes: (app) => preview.routes(app) });
  await server.start();
});

afterEach(async () => {
  for (const viewer of viewers) viewer.terminate();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function connect(): WebSocket {
  const viewer = new WebSocket(`ws+unix:${join(folder, 'preview')}:/v1/preview`);
  viewers.push(viewer);
  return viewer;
}

const closed = (viewer: WebSocket) => new Promise<number>((resolve) => viewer.once('close', resolve));

async function admitted(): Promise<WebSocket> {
  const before = preview.viewers;
  const viewer = connect();
  while (preview.viewers === before) await new Promise((resolve) => setTimeout(resolve, 5));
  return viewer;
}

function picturesOf(viewer: WebSocket) {
  let count = 0;
  viewer.on('message', (_data, isBinary) => {
    if (isBinary) count += 1;
  });
  return { count: () => count };
}

/** The next text message and the picture that follows it. */
function nextPicture(viewer: WebSocket): Promise<{ overlay: PreviewOverlay; text: string; jpeg: Buffer }> {
  return new Promise((resolve) => {
    let text = '';
    viewer.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) text = data.toString();
      else if (text !== '') resolve({ overlay: previewOverlaySchema.parse(JSON.parse(text)), text, jpeg: data });
    });
  });
}

describe('the preview', () => {
  it('P9: is off by default, and turns viewers away', async () => {
    expect(preview.enabled).toBe(false);
    expect(await closed(connect())).toBe(PREVIEW_CLOSE.disabled);
    preview.offer(missedFace, seen);
    expect(preview.meter.counts().received).toBe(0);
  });

  it('P9: shows a face that the detector missed as a mosaic too', async () => {
    preview.enabled = true;
    const picture = nextPicture(await admitted());
    preview.offer(missedFace, { ...seen, tracks: [] });
    const { jpeg, overlay } = await picture;
    const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect(Math.max(info.width, info.height)).toBe(MOSAIC_BLOCKS);
    expect(overlay.faces).toEqual([]);
    // Eyes and mouth cover a twelfth of the picture; in the mosaic no spot is nearly as dark as they are.
    expect(Math.min(...data)).toBeGreaterThan(120);
  });

  it('P8: no message holds a track id', async () => {
    preview.enabled = true;
    const picture = nextPicture(await admitted());
    preview.offer(missedFace, seen);
    const { text, jpeg, overlay } = await picture;
    expect(overlay.faces.length).toBe(1);
    expect(text).not.toContain(String(CANARY));
    expect(jpeg.includes(String(CANARY))).toBe(false);
  });

  it('sends every viewer away when it is disabled', async () => {
    preview.enabled = true;
    const code = closed(await admitted());
    preview.enabled = false;
    expect(await code).toBe(PREVIEW_CLOSE.disabled);
    expect(preview.viewers).toBe(0);
  });

  it(`C9: has at most ${PREVIEW_VIEWERS} viewers`, async () => {
    preview.enabled = true;
    for (let count = 0; count < PREVIEW_VIEWERS; count += 1) await admitted();
    expect(await closed(connect())).toBe(PREVIEW_CLOSE.viewers);
    expect(preview.viewers).toBe(PREVIEW_VIEWERS);
  });

  it('C9: ends a viewer that sends more than a little', async () => {
    preview.enabled = true;
    const viewer = await admitted();
    viewer.send('x'.repeat(8_000));
    expect(await closed(viewer)).toBe(1009);
  });

  it('C9: drops pictures for a viewer whose socket is behind, and for nobody else', async () => {
    preview.enabled = true;
    const [slow, quick] = [await admitted(), await admitted()];
    const [slowly, quickly] = [picturesOf(slow), picturesOf(quick)];
    const crowd = Array.from({ length: 50 }, (_, id) => ({
      ...seen.tracks[0],
      id,
      emotion: EMOTIONS.map(() => 1 / 7),
    }));
    const observation = { ...seen, tracks: crowd } as Observation;
    slow.pause();
    const pictures = 60;
    for (let index = 0; index < pictures; index += 1) {
      await clock.pass(1_000);
      preview.offer(missedFace, observation);
      while (quickly.count() <= index) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    slow.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(quickly.count()).toBe(pictures);
    expect(slowly.count()).toBeGreaterThan(0);
    expect(slowly.count()).toBeLessThan(pictures);
  });

  it('never makes more pictures than its rate allows', async () => {
    preview.enabled = true;
    await admitted();
    for (let index = 0; index < 50; index += 1) preview.offer(missedFace, seen);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { received, handled, dropped } = preview.meter.counts();
    expect({ received, handled, dropped }).toEqual({ received: 50, handled: 1, dropped: 49 });
  });
});
