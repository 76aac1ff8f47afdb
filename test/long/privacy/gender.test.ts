// Gender from its switch to its windows: the sense program as it runs, on the demo room.
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { socketPaths } from '../../../device/runtime/sockets.ts';
import { demoScenePath } from '../../../provisioning/demo-scene.ts';
import { privacySettingsSchema } from '../../../shared/privacy-settings.ts';
import { modelsResponseSchema, type PreviewOverlay, previewOverlaySchema } from '../../../shared/sense-api.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { PROJECT } from '../../fixtures/appliance.ts';
import { RunningSense } from '../../fixtures/sense/running-sense.ts';

let sense: RunningSense;
beforeEach(async () => {
  sense = await RunningSense.start({ source: demoScenePath(join(PROJECT, '.cache')) });
});
afterEach(() => sense.remove());

const change = (body: object) =>
  sense.control.request({ method: 'PUT', path: '/v1/privacy', body, response: privacySettingsSchema });

async function genderModel() {
  const { models } = await sense.control.request({ method: 'GET', path: '/v1/models', response: modelsResponseSchema });
  return models.find(({ task }) => task === 'gender');
}

/** The next overlay of the preview that `satisfies` accepts. */
async function overlay(satisfies: (faces: PreviewOverlay['faces']) => boolean): Promise<PreviewOverlay['faces']> {
  const viewer = new WebSocket(`ws+unix:${socketPaths(join(sense.folder, 'run')).preview}:/v1/preview`);
  try {
    for (;;) {
      const [data, isBinary] = (await once(viewer, 'message')) as [Buffer, boolean];
      const faces = isBinary ? [] : previewOverlaySchema.parse(JSON.parse(String(data))).faces;
      if (satisfies(faces)) return faces;
    }
  } finally {
    viewer.terminate();
  }
}

const windows = async (satisfies: (windows: readonly WindowMessage[]) => boolean) => {
  const parse = (payload: string) => windowSchema.parse(JSON.parse(payload));
  const found = await sense.releases((releases) => satisfies(releases.map(({ payload }) => parse(payload))));
  return found.map(({ payload }) => parse(payload));
};

it('P10: gender is off until it is switched on; then it is counted and shown, and off again nothing of it is left', async () => {
  await expect
    .poll(
      () =>
        sense.status().then(
          ({ source }) => source.state,
          () => '',
        ),
      { timeout: 60_000 },
    )
    .toBe('running');
  expect((await genderModel())?.running).toBeNull();
  await change({ previewEnabled: true });
  expect((await overlay((faces) => faces.length > 3)).every(({ gender }) => gender === null)).toBe(true);

  await change({ gender: true });
  expect(await genderModel()).toMatchObject({ running: { precision: 'int8' } });
  expect((await sense.status()).shares).toMatchObject({ mood: 1_200, gender: 800 });
  const shown = await overlay((faces) => faces.some(({ gender }) => gender !== null));
  for (const { gender } of shown) if (gender !== null) expect(['female', 'male', 'unsure']).toContain(gender.label);
  const counted = await windows((all) => all.some(({ stream, counts }) => stream === 'gender' && counts !== null));
  const first = counted.find(({ stream, counts }) => stream === 'gender' && counts !== null);
  expect(Object.keys(first?.counts ?? {})).toEqual(['female', 'male', 'unsure']);
  expect(Object.keys(first?.models ?? {}).sort()).toEqual(['face-detector', 'gender']);

  await change({ gender: false });
  expect((await genderModel())?.running).toBeNull();
  expect((await overlay((faces) => faces.length > 3)).every(({ gender }) => gender === null)).toBe(true);
  const until = (await windows(() => true)).length;
  const later = await windows((all) => all.length >= until + 3);
  expect(later.slice(until + 1).filter(({ stream }) => stream === 'gender')).toEqual([]);
}, 300_000);
