// What the quality gate does: labelled faces made small, blurred or dark, with and without it, and the limits at which
// the emotion net reads half as many as it can. The faces are cropped already, so their eyes are taken to be where the
// manifest's framing puts them.
//   npx tsx test/bench/quality-gate.ts --data DIR [--split validation] [--every 6] [--json]
import { parseArgs } from 'node:util';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { alignFaces, type Classifier, classesOf, classifyCrops } from '../../device/sense/vision/classifier.ts';
import { openClassifier } from '../../device/sense/vision/create-stage.ts';
import type { Keypoints } from '../../device/sense/vision/detection.ts';
import { cropQualityOf, faceQualityOf, flawsOf } from '../../device/sense/vision/quality.ts';
import { readPicture } from '../../models/evaluate/data/picture.ts';
import { type Disturbance, farAway, litBy, outOfFocus } from '../../models/evaluate/face/disturbance.ts';
import { seededRandom } from '../../models/evaluate/random.ts';
import { type Labelled, readRows } from './labelled-rows.ts';
import { STAGE } from './stage.ts';
import { percentile, rounded } from './statistics.ts';

type Family = 'size' | 'blur' | 'light';

/** Levels of one family go from harmless to hopeless. */
interface Condition {
  readonly family: Family | null;
  readonly name: string;
  readonly disturbance: Disturbance;
}

const random = seededRandom(1);
const CONDITIONS: readonly Condition[] = [
  { family: null, name: 'as they are', disturbance: {} },
  ...[36, 28, 24, 20, 16, 12, 10, 8, 6].map((sidePx) => ({
    ...{ family: 'size' as const, name: `${sidePx} px`, disturbance: farAway(sidePx) },
  })),
  ...[0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5].map((deviation) => ({
    ...{ family: 'blur' as const, name: `blur ${deviation} px of 48`, disturbance: outOfFocus(deviation) },
  })),
  ...[0.4, 0.2, 0.1, 0.06, 0.04, 0.03, 0.02, 0.01].map((gain) => ({
    ...{ family: 'light' as const, name: `light × ${gain}`, disturbance: litBy(gain, random) },
  })),
];

/** What the gate looks at in each family, by the name of its limit. */
const MEASURES = {
  size: { EYE_DISTANCE_MIN_PX: 'eyeDistancePx' },
  blur: { SHARPNESS_MIN: 'sharpness' },
  light: { BRIGHTNESS_MIN: 'brightness', CONTRAST_MIN: 'contrast' },
} as const;
type Measured = Readonly<Record<'eyeDistancePx' | 'sharpness' | 'brightness' | 'contrast', number>>;

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

interface Result {
  readonly family: Family | null;
  readonly name: string;
  /** Shares of 1. */
  readonly accuracy: number;
  readonly read: number;
  readonly accuracyOfRead: number | null;
  /** Medians over the faces. */
  readonly measured: Measured;
}

async function measure(classifier: Classifier, rows: readonly Labelled[], condition: Condition): Promise<Result> {
  const { manifest } = classifier;
  const classes = classesOf(manifest);
  let [right, read, rightOfRead] = [0, 0, 0];
  const measured: Measured[] = [];
  for (const { path, label } of rows) {
    const picture = await readPicture(path);
    const frame = (await condition.disturbance.picture?.(picture)) ?? picture;
    const keypoints = framedKeypoints(manifest, frame.widthPx);
    const crop = alignFaces(frame, [keypoints], manifest);
    const quality = cropQualityOf(crop, manifest.input);
    const [probabilities = []] = await classifyCrops(classifier, crop);
    const isRight = classes[probabilities.indexOf(Math.max(...probabilities))] === label;
    const isRead = flawsOf(faceQualityOf(keypoints), quality).length === 0;
    measured.push({ ...quality, ...faceQualityOf(keypoints) });
    right += Number(isRight);
    read += Number(isRead);
    rightOfRead += Number(isRight && isRead);
  }
  const medianOf = (name: keyof Measured) =>
    percentile(
      measured.map((each) => each[name]),
      0.5,
    );
  return {
    family: condition.family,
    name: condition.name,
    accuracy: right / rows.length,
    read: read / rows.length,
    accuracyOfRead: read === 0 ? null : rightOfRead / read,
    measured: {
      eyeDistancePx: medianOf('eyeDistancePx'),
      sharpness: medianOf('sharpness'),
      brightness: medianOf('brightness'),
      contrast: medianOf('contrast'),
    },
  };
}

/** The median of `name` where the accuracy falls to half of what it is undisturbed; null where it never does. */
function limitOf(family: Family, name: keyof Measured, results: readonly Result[]): number | null {
  const [whole] = results;
  const half = (whole?.accuracy ?? 0) / 2;
  const levels = [whole, ...results.filter((result) => result.family === family)].filter(
    (level) => level !== undefined,
  );
  const below = levels.findIndex(({ accuracy }) => accuracy < half);
  const [above, under] = [levels[below - 1], levels[below]];
  if (above === undefined || under === undefined) return null;
  const part = (above.accuracy - half) / (above.accuracy - under.accuracy);
  return above.measured[name] + part * (under.measured[name] - above.measured[name]);
}

function print({ name, accuracy, read, accuracyOfRead, measured }: Result): void {
  const percent = (share: number | null) => (share === null ? '–' : `${rounded(100 * share, 1)} %`);
  const medians = Object.entries(measured).map(([key, value]) => `${key} ${rounded(value, 3)}`);
  console.log(
    [
      name.padEnd(20),
      percent(accuracy),
      `read ${percent(read)}`,
      `of these ${percent(accuracyOfRead)}`,
      ...medians,
    ].join('   '),
  );
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
const results: Result[] = [];
for (const condition of CONDITIONS) {
  const result = await measure(classifier, rows, condition);
  results.push(result);
  if (!values.json) print(result);
}
const limits = Object.entries(MEASURES).flatMap(([family, names]) =>
  Object.entries(names).map(([limit, name]) => [limit, limitOf(family as Family, name, results)] as const),
);
if (values.json) console.log(JSON.stringify({ n: rows.length, results, limits: Object.fromEntries(limits) }));
else {
  console.log(`\n${rows.length} faces; at half of the accuracy (device/sense/vision/quality.ts):`);
  for (const [limit, value] of limits) console.log(`  ${limit} ${value === null ? 'never' : rounded(value, 3)}`);
}
