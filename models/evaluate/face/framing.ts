// Framing: from a picture of a data set to the crop that the model sees. Either the picture is the crop, or the device
// finds and aligns the face in it as it would in a room.

import type { Frame } from '../../../device/sense/frame.ts';
import { alignmentOf, type CropSize, type Similarity } from '../../../device/sense/vision/alignment.ts';
import type { Classifier } from '../../../device/sense/vision/classifier.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';
import { centreOf, sizeOf } from '../../../device/sense/vision/detection.ts';
import { type Detector, detectFaces } from '../../../device/sense/vision/detector.ts';
import { planPasses } from '../../../device/sense/vision/pass.ts';

/** The largest part of the picture, from its middle, that has the shape of the crop. */
export function wholePicture(frame: Frame, { widthPx, heightPx }: CropSize): Similarity {
  const a = Math.min(frame.widthPx / widthPx, frame.heightPx / heightPx);
  return { a, b: 0, x0: (frame.widthPx - a * widthPx) / 2, y0: (frame.heightPx - a * heightPx) / 2 };
}

export interface FoundFace {
  readonly frame: Frame;
  readonly detection: Detection;
  readonly crop: Similarity;
}

/** The face nearest to the middle of the picture, in the frame that it was found in; undefined without one. */
export async function findFace(
  detector: Detector,
  picture: Frame,
  { manifest }: Classifier,
): Promise<FoundFace | undefined> {
  const frame = surround(picture);
  const detection = await detectMiddle(detector, frame);
  if (detection === undefined) return undefined;
  return { frame, detection, crop: alignmentOf(detection.keypoints, manifest.alignment, manifest.input) };
}

/** The face nearest to the middle of a frame. */
export async function detectMiddle(detector: Detector, frame: Frame): Promise<Detection | undefined> {
  return nearestToMiddle(await look(detector, frame), frame);
}

/** As the device looks: at the whole frame, and at its tiles in larger scale when that shows nobody. */
async function look(detector: Detector, frame: Frame): Promise<readonly Detection[]> {
  const plan = planPasses(detector.manifest.input, frame.widthPx, frame.heightPx);
  for (const pass of [plan.whole, ...plan.tiles]) {
    const faces = await detectFaces(detector, frame, pass);
    if (faces.length > 0) return faces;
  }
  return [];
}

function nearestToMiddle(faces: readonly Detection[], frame: Frame): Detection | undefined {
  const distanceOf = ({ box }: Detection) => {
    const { x, y } = centreOf(box);
    return Math.hypot(x - frame.widthPx / 2, y - frame.heightPx / 2) / sizeOf(box);
  };
  return [...faces].sort((a, b) => distanceOf(a) - distanceOf(b))[0];
}

/** A camera sees a room around a face; a face crop has none, so it is put in the middle of a grey frame. */
const SURROUNDED_TIMES = 3;
/** The device looks at frames of this many pixels without shrinking them. */
const UNSHRUNK_PX = 640;
const GREY = 128;

export function surround(picture: Frame): Frame {
  const widthPx = surroundedSide(picture.widthPx);
  const heightPx = surroundedSide(picture.heightPx);
  const pixels = new Uint8Array(widthPx * heightPx * 3).fill(GREY);
  const left = Math.floor((widthPx - picture.widthPx) / 2);
  const top = Math.floor((heightPx - picture.heightPx) / 2);
  for (let row = 0; row < picture.heightPx; row += 1) {
    const line = picture.pixels.subarray(row * picture.widthPx * 3, (row + 1) * picture.widthPx * 3);
    pixels.set(line, ((top + row) * widthPx + left) * 3);
  }
  return { pixels, widthPx, heightPx, capturedAtMs: picture.capturedAtMs };
}

const surroundedSide = (sidePx: number) => Math.max(sidePx, Math.min(sidePx * SURROUNDED_TIMES, UNSHRUNK_PX));
