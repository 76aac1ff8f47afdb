// Recall by size of face, false alarms and time of the face detectors on synthetic rooms, at several input sizes.
// `npx tsx models/evaluate/detector-scenes.ts --faces DIR` prints the table that models/README.md holds.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { NetworkSize } from '../../device/sense/vision/detector-rows.ts';
import { readManifests } from '../convert/manifests.ts';
import { DETECTORS } from '../convert/recipes.ts';
import { Candidate } from './candidates.ts';
import { readFacePictures } from './face-pictures.ts';
import { seededRandom } from './random.ts';
import { type Figures, type Looks, scoreFor, summarise } from './recall.ts';
import { composeEmptyScene, composeScene, FACE_SIZES_PX, type FacePicture, SCENE, type Scene } from './scenes.ts';

// The front-camera graph and the short-range graph hold the same weights.
const DETECTOR_NAMES = Object.keys(DETECTORS).filter((name) => name !== 'facemesh-detection-short');

const USAGE = `usage: npx tsx models/evaluate/detector-scenes.ts --faces DIR [options]

  --faces DIR          square pictures (JPEG, PNG) of one face each
  --scenes N           rooms with a face of each size, and as many without (default 60)
  --seed N             (default 1)
  --detectors A,B      (default ${DETECTOR_NAMES.join(',')})
  --sizes WxH,WxH      sizes of the network's input, multiples of 32
  --score S            lowest score of a face (default 0.5)
  --false-alarms R     instead: the lowest score that gives at most R false alarms a frame
  --overlap O          least intersection over union of a face that counts as found (default 0.4)`;

const OPTIONS = {
  faces: { type: 'string' },
  scenes: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  detectors: { type: 'string', default: DETECTOR_NAMES.join(',') },
  sizes: { type: 'string', default: '320x192,480x288,640x352,960x544,1280x704' },
  score: { type: 'string', default: '0.5' },
  'false-alarms': { type: 'string' },
  overlap: { type: 'string', default: '0.4' },
  help: { type: 'boolean' },
} as const;

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
/** Rows below are never looked at, whatever the asked score. */
const FLOOR = 0.2;

type Rooms = { readonly filled: readonly Scene[]; readonly empty: readonly Scene[] };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help || !values.faces) return console.log(USAGE);
  const all = await loadCandidates();
  const { pictures, leftOut } = await readFacePictures(resolve(values.faces), all);
  console.log(`${pictures.length} faces (${leftOut} left out: the candidates do not agree), ${values.scenes} rooms\n`);
  const rooms = await compose(Number(values.scenes), seededRandom(Number(values.seed)), pictures);
  console.log(header());
  const rate = values['false-alarms'];
  for (const candidate of all.filter(({ name }) => values.detectors.split(',').includes(name))) {
    for (const size of values.sizes.split(',').map(parseSize)) {
      const looks = await lookAtAll(candidate, rooms, size);
      const score = rate === undefined ? Number(values.score) : scoreFor(looks, Number(rate));
      console.log(line(candidate.name, size, summarise(looks, rooms.filled, score, Number(values.overlap))));
    }
  }
}

async function loadCandidates(): Promise<Candidate[]> {
  const shipped = (await readManifests()).find((manifest) => manifest.task === 'face-detector');
  if (!shipped) throw new RangeError('models/manifests has no face detector');
  return Promise.all(DETECTOR_NAMES.map((name) => Candidate.load(name, shipped, CACHE)));
}

async function compose(count: number, random: () => number, pictures: readonly FacePicture[]): Promise<Rooms> {
  const filled: Scene[] = [];
  const empty: Scene[] = [];
  for (let index = 0; index < count; index++) {
    filled.push(await composeScene(random, pictures));
    empty.push(await composeEmptyScene(random, pictures));
  }
  return { filled, empty };
}

async function lookAtAll(candidate: Candidate, rooms: Rooms, size: NetworkSize): Promise<Looks> {
  const look = async (scenes: readonly Scene[]) => {
    const looks = [];
    for (const { rgb } of scenes) looks.push(await candidate.look({ rgb, ...SCENE }, size, FLOOR));
    return looks;
  };
  return { filled: await look(rooms.filled), empty: await look(rooms.empty) };
}

const header = () =>
  [
    `| detector | input | ${FACE_SIZES_PX.map((size) => `${size} px`).join(' | ')} | score | false alarms | ms |`,
    `|---|---|${FACE_SIZES_PX.map(() => '---:').join('|')}|---:|---:|---:|`,
  ].join('\n');

function line(name: string, { widthPx, heightPx }: NetworkSize, figures: Figures): string {
  const recalls = figures.recalls.map((recall) => Math.round(recall * 100)).join(' | ');
  const rest = [figures.score.toFixed(2), figures.falseAlarms.toFixed(2), figures.medianMs.toFixed(1)].join(' | ');
  return `| ${name} | ${widthPx} × ${heightPx} | ${recalls} | ${rest} |`;
}

function parseSize(text: string): NetworkSize {
  const [width = 0, height = 0] = text.split('x').map(Number);
  if (!(width % 32 === 0 && height % 32 === 0 && width > 0 && height > 0)) {
    throw new RangeError(`--sizes: ${text} is not two multiples of 32`);
  }
  return { widthPx: width, heightPx: height };
}

await main();
