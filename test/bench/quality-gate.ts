// What the quality gate does: labelled faces made small, blurred or dark, with and without it. The faces are cropped
// already, so their eyes are taken to be where the manifest's framing puts them.
//   npx tsx test/bench/quality-gate.ts --data DIR [--split validation] [--every 6] [--json]
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Frame } from '../../device/sense/frame.ts';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { alignFaces, type Classifier, classesOf, classifyCrops } from '../../device/sense/vision/classifier.ts';
import { openClassifier } from '../../device/sense/vision/create-stage.ts';
import type { Keypoints } from '../../device/sense/vision/detection.ts';
import { cropQualityOf, faceQualityOf, flawsOf } from '../../device/sense/vision/quality.ts';
import { STAGE } from './stage.ts';
import { percentile, rounded } from './statistics.ts';

interface Condition {
  readonly name: string;
  /** Side of the face, pixels. */
  readonly sidePx: number;
  /** Standard deviation of the blur, parts of the side. */
  readonly blur?: number;
  /** Factor of the light. */
  readonly light?: number;
}

const FULL = 48;
const CONDITIONS: readonly Condition[] = [
  { name: 'as they are', sidePx: FULL },
  ...[36, 28, 24, 20, 16, 12, 8].map((sidePx) => ({ name: `${sidePx} px`, sidePx })),
  ...[0.01, 0.02, 0.03, 0.04, 0.06, 0.09].map((blur) => ({ name: `blur ${blur} of the side`, sidePx: FULL, blur })),
  ...[0.4, 0.2, 0.1, 0.05].map((light) => ({ name: `light × ${light}`, sidePx: FULL, light })),
];

interface Labelled {
  readonly path: string;
  readonly label: string;
}

async function readRows(folder: string, split: string, every: number): Promise<readonly Labelled[]> {
  const [header = '', ...lines] = (await readFile(join(folder, 'labels.csv'), 'utf8')).trim().split('\n');
  const columns = header.split(',');
  const at = (line: string, column: string) => line.split(',')[columns.indexOf(column)] ?? '';
  return lines
    .filter((line) => at(line, 'split') === split)
    .filter((_, index) => index % every === 0)
    .map((line) => ({ path: join(folder, at(line, 'file')), label: at(line, 'label') }));
}

async function degrade(path: string, { sidePx, blur, light = 1 }: Condition): Promise<Frame> {
  let picture = sharp(path).removeAlpha().toColourspace('srgb').resize(FULL, FULL);
  if (blur !== undefined) picture = sharp(await picture.png().toBuffer()).blur(blur * FULL);
  if (light !== 1) picture = sharp(await picture.png().toBuffer()).linear(light, 0);
  const small = sharp(await picture.png().toBuffer()).resize(sidePx, sidePx, { kernel: 'cubic' });
  const pixels = Uint8Array.from(await small.removeAlpha().toColourspace('srgb').raw().toBuffer());
  return { pixels, widthPx: sidePx, heightPx: sidePx, capturedAtMs: 0 };
}

/** Eyes where the framing has them, and the nose straight below their middle. */
function framedKeypoints(
  { alignment: { imageLeftEye, imageRightEye } }: Classifier['manifest'],
  sidePx: number,
): Keypoints {
  const at = ([x, y]: readonly [number, number]) => ({ x: x * sidePx, y: y * sidePx });
  const middle = at([(imageLeftEye[0] + imageRightEye[0]) / 2, 0.6]);
  const [rightEye, leftEye] = [at(imageLeftEye), at(imageRightEye)];
  return { rightEye, leftEye, nose: middle, mouth: middle, rightEar: rightEye, leftEar: leftEye };
}

async function measure(classifier: Classifier, rows: readonly Labelled[], condition: Condition) {
  const { manifest } = classifier;
  const classes = classesOf(manifest);
  const keypoints = framedKeypoints(manifest, condition.sidePx);
  let [right, read, rightOfRead] = [0, 0, 0];
  const sharpness: number[] = [];
  for (const { path, label } of rows) {
    const crop = alignFaces(await degrade(path, condition), [keypoints], manifest);
    const quality = cropQualityOf(crop, manifest.input.widthPx, manifest.input.heightPx);
    const [probabilities = []] = await classifyCrops(classifier, crop);
    const isRight = classes[probabilities.indexOf(Math.max(...probabilities))] === label;
    const isRead = flawsOf(faceQualityOf(keypoints), quality).length === 0;
    sharpness.push(quality.sharpness);
    right += Number(isRight);
    read += Number(isRead);
    rightOfRead += Number(isRight && isRead);
  }
  return {
    condition: condition.name,
    accuracy: rounded((100 * right) / rows.length, 1),
    readShare: rounded((100 * read) / rows.length, 1),
    accuracyOfRead: read === 0 ? null : rounded((100 * rightOfRead) / read, 1),
    sharpness: [0.05, 0.5, 0.95].map((part) => rounded(percentile(sharpness, part), 3)),
  };
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string', default: 'validation' },
    every: { type: 'string', default: '6' },
    json: { type: 'boolean', default: false },
  },
});
if (values.data === undefined) throw new Error('--data DIR is needed: a folder with labels.csv');
const classifier = await openClassifier('face-emotion', STAGE, openGate());
const rows = await readRows(values.data, values.split, Number(values.every));
for (const condition of CONDITIONS) {
  const result = await measure(classifier, rows, condition);
  if (values.json) console.log(JSON.stringify({ n: rows.length, ...result }));
  else {
    const { accuracy, readShare, accuracyOfRead, sharpness } = result;
    const columns = [
      `${accuracy} %`,
      `read ${readShare} %`,
      `of these ${accuracyOfRead ?? '–'} %`,
      sharpness.join(' / '),
    ];
    console.log([condition.name.padEnd(24), ...columns].join('   '));
  }
}
