// A face classifier: preprocess, run, decode. Many faces go through the model at once.
import { type FaceEmotionManifest, GENDERS, type GenderManifest } from '../../../shared/manifest.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import type { Frame } from '../frame.ts';
import { calibrate } from '../inference/calibrate.ts';
import type { Model } from '../inference/runtime.ts';
import { type Feeds, floatsOf, floatTensor, type Outputs } from '../inference/tensor.ts';
import { alignFace, alignmentOf, areaOf } from './alignment.ts';
import type { Keypoints } from './detection.ts';

export type ClassifierManifest = FaceEmotionManifest | GenderManifest;

export interface Classifier {
  readonly manifest: ClassifierManifest;
  readonly model: Model;
}

/** Labels of a task in the order in which Roomtone keeps their probabilities. */
export const classesOf = (manifest: ClassifierManifest): readonly string[] =>
  manifest.task === 'face-emotion' ? EMOTIONS : GENDERS;

/** Aligned faces, one after the other, 0..255: N × planes × height × width. */
export function alignFaces(frame: Frame, faces: readonly Keypoints[], manifest: ClassifierManifest): Float32Array {
  const { input, alignment } = manifest;
  const area = areaOf(input);
  const crops = new Float32Array(faces.length * area);
  faces.forEach((keypoints, index) => {
    const transform = alignmentOf(keypoints, alignment, input);
    alignFace(frame, transform, input, crops.subarray(index * area, (index + 1) * area));
  });
  return crops;
}

/** @param crops as `alignFaces` gives them */
export function preprocess(crops: Float32Array, { input }: ClassifierManifest): Feeds {
  const { face, planes, heightPx, widthPx } = input;
  return { [face]: floatTensor(crops, [crops.length / areaOf(input), planes, heightPx, widthPx]) };
}

/** Calibrated probabilities of each face, in the order of `classesOf`. @throws RoomtoneError `MODEL_OUTPUT_INVALID` */
export function decode(outputs: Outputs, manifest: ClassifierManifest, count: number): readonly (readonly number[])[] {
  const labels: readonly string[] = manifest.output.labels;
  const order = classesOf(manifest).map((label) => labels.indexOf(label));
  const values = floatsOf(outputs, 'probabilities', [count, labels.length]);
  return Array.from({ length: count }, (_, face) => {
    const row = order.map((column) => values[face * labels.length + column] ?? 0);
    return calibrate(row, manifest.calibration.temperature);
  });
}

/** Calibrated probabilities of each of `crops`, in the order of `classesOf`. */
export async function classifyCrops({ model, manifest }: Classifier, crops: Float32Array) {
  const count = crops.length / areaOf(manifest.input);
  if (count === 0) return [];
  return decode(await model.run(preprocess(crops, manifest)), manifest, count);
}

/** The same of crops that lie apart. */
export function classifyEach(classifier: Classifier, crops: readonly Float32Array[]) {
  const area = areaOf(classifier.manifest.input);
  const joined = new Float32Array(crops.length * area);
  for (const [index, crop] of crops.entries()) joined.set(crop, index * area);
  return classifyCrops(classifier, joined);
}
