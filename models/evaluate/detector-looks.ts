// Recall of the shipped detector as the device uses it: one ordinary look and one whole sweep, tile by tile, of synthetic
// rooms. `npx tsx models/evaluate/detector-looks.ts --faces DIR [--scenes N] [--seed N]`
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Detection, overlapOf } from '../../device/sense/vision/detection.ts';
import { type Detector, detectFaces } from '../../device/sense/vision/detector.ts';
import { planPasses } from '../../device/sense/vision/pass.ts';
import { Candidate } from './candidates.ts';
import { openShippedDetector } from './face/open-face-lane.ts';
import { readFacePictures } from './face-pictures.ts';
import { seededRandom } from './random.ts';
import { composeEmptyScene, composeScene, FACE_SIZES_PX, SCENE, type Scene } from './scenes.ts';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
const JUDGES = ['blazeface', 'blazeface-front', 'facemesh-detection-full'];
const FOUND = 0.4;

type Seen = { readonly ordinary: readonly Detection[]; readonly swept: readonly Detection[] };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      faces: { type: 'string' },
      scenes: { type: 'string', default: '40' },
      seed: { type: 'string', default: '2' },
    },
  });
  if (!values.faces) return console.log('usage: npx tsx models/evaluate/detector-looks.ts --faces DIR');
  const detector = await openShippedDetector(2);
  const judges = await Promise.all(JUDGES.map((name) => Candidate.load(name, detector.manifest, CACHE)));
  const { pictures } = await readFacePictures(resolve(values.faces), judges);
  const random = seededRandom(Number(values.seed));
  const filled: { readonly scene: Scene; readonly seen: Seen }[] = [];
  const empty: Seen[] = [];
  for (let index = 0; index < Number(values.scenes); index++) {
    const scene = await composeScene(random, pictures);
    filled.push({ scene, seen: await look(detector, scene) });
    empty.push(await look(detector, await composeEmptyScene(random, pictures)));
  }
  for (const name of ['ordinary', 'swept'] as const) {
    const falseAlarms = empty.reduce((sum, seen) => sum + seen[name].length, 0) / empty.length;
    const recalls = FACE_SIZES_PX.map((sizePx) => percentFound(filled, sizePx, ({ [name]: found }) => found));
    console.log(`${name}: ${recalls.join(' | ')}; false alarms ${falseAlarms.toFixed(2)}`);
  }
  const both = FACE_SIZES_PX.map((sizePx) => percentFound(filled, sizePx, (seen) => [...seen.ordinary, ...seen.swept]));
  console.log(`both: ${both.join(' | ')}`);
  await detector.model.close();
}

async function look(detector: Detector, { rgb }: Scene): Promise<Seen> {
  const frame = { pixels: Uint8Array.from(rgb), widthPx: SCENE.width, heightPx: SCENE.height, capturedAtMs: 0 };
  const { whole, tiles } = planPasses(detector.manifest.input, SCENE.width, SCENE.height);
  const swept: Detection[] = [];
  for (const tile of tiles) swept.push(...(await detectFaces(detector, frame, tile)));
  return { ordinary: await detectFaces(detector, frame, whole), swept };
}

function percentFound(
  rooms: readonly { readonly scene: Scene; readonly seen: Seen }[],
  sizePx: number,
  choose: (seen: Seen) => readonly Detection[],
): number {
  const found = rooms.filter(({ scene, seen }) =>
    scene.faces.some(
      (face) => face.sizePx === sizePx && choose(seen).some(({ box }) => overlapOf(box, face.box) >= FOUND),
    ),
  );
  return Math.round((100 * found.length) / rooms.length);
}

await main();
