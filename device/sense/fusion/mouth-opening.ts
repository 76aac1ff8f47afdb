// Mouth opening: how much a mouth stands out from the skin around it, as one number a face and picture. Lips, teeth and
// the dark between them make contrast that comes and goes with every syllable; a mouth at rest keeps its own. It tells who
// may have spoken, and nothing of what was said.
import type { Frame } from '../frame.ts';
import { alignFace, alignmentOf } from '../vision/alignment.ts';
import type { Keypoints } from '../vision/detection.ts';

/** Around the mouth: about 0.9 distances between the eyes wide and high. */
const PATCH = { widthPx: 24, heightPx: 24, planes: 1 } as const;
/** The eyes, as fractions of the patch; they lie above it. */
const EYES = { imageLeftEye: [-1 / 12, -1], imageRightEye: [13 / 12, -1] } satisfies Parameters<typeof alignmentOf>[1];
/** Grey levels of noise in a flat patch. */
const FLAT = 1;

/** Natural logarithm of the contrast (standard deviation of luma) around the mouth. */
export function mouthOpening(frame: Frame, keypoints: Keypoints): number {
  const patch = new Float32Array(PATCH.widthPx * PATCH.heightPx);
  alignFace(frame, alignmentOf(keypoints, EYES, PATCH), PATCH, patch);
  return Math.log(contrastOf(patch) + FLAT);
}

function contrastOf(patch: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of patch) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / patch.length;
  return Math.sqrt(Math.max(0, squares / patch.length - mean * mean));
}
