import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { demoScenePath } from '../../provisioning/demo-scene.ts';
import { type PreviewOverlay, previewOverlaySchema, whyResponseSchema } from '../../shared/sense-api.ts';
import { PROJECT } from '../fixtures/appliance.ts';
import { RunningSense } from '../fixtures/sense/running-sense.ts';

/** Sense answers at most one face in two seconds. */
const PAUSE_MS = 2_100;

let sense: RunningSense;
beforeEach(async () => {
  sense = await RunningSense.start({ source: demoScenePath(join(PROJECT, '.cache')) });
});
afterEach(() => sense.stop());

async function faceInView(): Promise<PreviewOverlay['faces'][number]> {
  const viewer = new WebSocket(`ws+unix:${socketPaths(join(sense.folder, 'run')).preview}:/v1/preview`);
  try {
    for (;;) {
      const [data, isBinary] = (await once(viewer, 'message')) as [Buffer, boolean];
      const face = isBinary ? undefined : previewOverlaySchema.parse(JSON.parse(String(data))).faces[0];
      if (face !== undefined) return face;
    }
  } finally {
    viewer.terminate();
  }
}

it('tells why a face of the demo is read as it is, as a grid without a pixel, while the preview is on and not after', async () => {
  await sense.releases((releases) => releases.length > 0);
  const turn = (enabled: boolean) =>
    sense.control.request({ method: 'PUT', path: '/v1/preview', body: { enabled }, response: z.unknown() });
  await turn(true);
  const { x, y, width, height } = await faceInView();
  const body = { x: x + width / 2, y: y + height / 2 };
  const ask = () => sense.control.request({ method: 'POST', path: '/v1/why', body, response: whyResponseSchema });
  const told = await ask();
  expect(told.losses).toHaveLength(told.columns * told.rows);
  expect(Math.max(...told.losses) - Math.min(...told.losses)).toBeGreaterThan(0.01);

  await expect(ask()).rejects.toMatchObject({ code: 'WHY_TOO_SOON' });
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  await turn(false);
  await expect(ask()).rejects.toMatchObject({ code: 'PREVIEW_OFF' });
}, 120_000);
