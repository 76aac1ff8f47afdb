// How far a mouth is open, picture by picture, from the picture alone: an open mouth is dark inside. The face is found
// once, since the talkers of these clips hold still.
import type { Frame } from '../../device/sense/frame.ts';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { openDetector } from '../../device/sense/vision/create-stage.ts';
import { detectFaces } from '../../device/sense/vision/detector.ts';
import { planPasses } from '../../device/sense/vision/pass.ts';
import { STAGE } from './stage.ts';

/** Sides of the box around the point of the mouth, parts of the face's. */
const WIDTH_PART = 0.24;
const HEIGHT_PART = 0.2;

/** Null where no face is found. */
export async function mouthReader(frame: Frame): Promise<((frame: Pick<Frame, 'pixels'>) => number) | null> {
  const detector = await openDetector(STAGE, openGate());
  const { whole } = planPasses(detector.manifest.input, frame.widthPx, frame.heightPx);
  const [face] = await detectFaces(detector, frame, whole);
  await detector.model.close();
  if (face === undefined) return null;
  const { mouth } = face.keypoints;
  const [halfX, halfY] = [(face.box.width * WIDTH_PART) / 2, (face.box.height * HEIGHT_PART) / 2];
  const columns = range(mouth.x - halfX, mouth.x + halfX, frame.widthPx);
  const rows = range(mouth.y - halfY, mouth.y + halfY, frame.heightPx);
  return ({ pixels }) => {
    const lumas = rows.flatMap((y) => columns.map((x) => lumaAt(pixels, (y * frame.widthPx + x) * 3)));
    // The darkest fifth: the opening, where there is one.
    const dark = lumas.sort((a, b) => a - b).slice(0, Math.ceil(lumas.length / 5));
    return -dark.reduce((sum, luma) => sum + luma, 0) / dark.length;
  };
}

const range = (from: number, to: number, below: number) =>
  Array.from({ length: Math.ceil(to - from) }, (_, index) => Math.round(from) + index).filter(
    (at) => at >= 0 && at < below,
  );

const lumaAt = (pixels: Uint8Array, at: number) =>
  0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
