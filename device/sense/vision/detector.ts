// The face detector: preprocess, run, decode. Resizing and normalising are inside the graph.
import type { FaceDetectorManifest } from '../../../shared/manifest.ts';
import type { Box, Frame, Point } from '../frame.ts';
import type { Model } from '../inference/runtime.ts';
import { byteTensor, type Feeds, integerTensor, type Outputs } from '../inference/tensor.ts';
import type { Detection, Keypoints } from './detection.ts';
import { decodeRows } from './detector-rows.ts';
import { isCutOff, type Pass } from './pass.ts';

export interface Detector {
  readonly manifest: FaceDetectorManifest;
  readonly model: Model;
}

/** Faces in one look at `frame`, best first, in pixels of the frame. */
export async function detectFaces(detector: Detector, frame: Frame, pass: Pass): Promise<readonly Detection[]> {
  const outputs = await detector.model.run(preprocess(frame, pass));
  return decode(outputs, detector.manifest, frame, pass);
}

export function preprocess(frame: Frame, { region, size }: Pass): Feeds {
  return {
    frame: byteTensor(pixelsOf(frame, region), [1, region.height, region.width, 3]),
    size: integerTensor([size.heightPx, size.widthPx]),
  };
}

export function decode(outputs: Outputs, manifest: FaceDetectorManifest, frame: Frame, pass: Pass) {
  const { region, size } = pass;
  const scale: Point = { x: region.width / size.widthPx, y: region.height / size.heightPx };
  return decodeRows(outputs, manifest, size)
    .map((detection) => toFrame(detection, scale, region))
    .filter(({ box }) => !isCutOff(box, region, frame));
}

/** The whole frame's own memory, or a copy of the region. */
function pixelsOf(frame: Frame, region: Box): Uint8Array {
  if (region.width === frame.widthPx && region.height === frame.heightPx) return frame.pixels;
  const rowBytes = region.width * 3;
  const pixels = new Uint8Array(rowBytes * region.height);
  for (let row = 0; row < region.height; row += 1) {
    const start = ((region.y + row) * frame.widthPx + region.x) * 3;
    pixels.set(frame.pixels.subarray(start, start + rowBytes), row * rowBytes);
  }
  return pixels;
}

function toFrame({ box, keypoints, score }: Detection, scale: Point, origin: Point): Detection {
  const move = ({ x, y }: Point): Point => ({ x: origin.x + x * scale.x, y: origin.y + y * scale.y });
  const points: Keypoints = {
    rightEye: move(keypoints.rightEye),
    leftEye: move(keypoints.leftEye),
    nose: move(keypoints.nose),
    mouth: move(keypoints.mouth),
    rightEar: move(keypoints.rightEar),
    leftEar: move(keypoints.leftEar),
  };
  return {
    box: { ...move(box), width: box.width * scale.x, height: box.height * scale.y },
    keypoints: points,
    score,
  };
}
