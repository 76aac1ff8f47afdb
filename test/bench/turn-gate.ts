// How well faces are read that are turned away: labelled pictures through detection and alignment, by the turn that the
// gate measures on their points.
//   npx tsx test/bench/turn-gate.ts --data DIR [--task face-emotion] [--split validation] [--every 6]
import { parseArgs } from 'node:util';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { alignFaces, classesOf, classifyCrops } from '../../device/sense/vision/classifier.ts';
import { openClassifier, openDetector } from '../../device/sense/vision/create-stage.ts';
import { faceQualityOf } from '../../device/sense/vision/quality.ts';
import { readPicture } from '../../models/evaluate/data/picture.ts';
import { findFace } from '../../models/evaluate/face/framing.ts';
import { readRows } from './labelled-rows.ts';
import { STAGE } from './stage.ts';
import { rounded } from './statistics.ts';

/** Upper ends of the bins. */
const TURNS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, Number.POSITIVE_INFINITY];

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    task: { type: 'string', default: 'face-emotion' },
    split: { type: 'string', default: 'validation' },
    every: { type: 'string', default: '6' },
  },
});
if (values.data === undefined) throw new Error('--data DIR is needed: a folder with labels.csv');
const detector = await openDetector(STAGE, openGate());
const classifier = await openClassifier(values.task === 'gender' ? 'gender' : 'face-emotion', STAGE, openGate());
const classes = classesOf(classifier.manifest);
const bins = TURNS.map((upTo) => ({ upTo, faces: 0, right: 0 }));
for (const { path, label } of await readRows(values.data, values.split, Number(values.every))) {
  const found = await findFace(detector, await readPicture(path), classifier);
  if (found === undefined) continue;
  const { keypoints } = found.detection;
  const crop = alignFaces(found.frame, [keypoints], classifier.manifest);
  const [probabilities = []] = await classifyCrops(classifier, crop);
  const bin = bins.find(({ upTo }) => faceQualityOf(keypoints).turn <= upTo);
  if (bin === undefined) continue;
  bin.faces += 1;
  bin.right += Number(classes[probabilities.indexOf(Math.max(...probabilities))] === label);
}
for (const { upTo, faces, right } of bins) {
  console.log(`turn up to ${upTo}: ${faces} faces, ${faces === 0 ? '–' : `${rounded((100 * right) / faces, 1)} %`}`);
}
