// The quality gate: whether a face is good enough to be read at all. One that is too small, turned away, dark or blurred
// votes `unsure`. How the limits were chosen: README.md beside this file.
import { type CropShape, lumaOf } from './alignment.ts';
import type { Keypoints } from './detection.ts';

export type Flaw = 'small' | 'turned' | 'dark' | 'blurred';

/** What is measured on a face. */
export interface FaceQuality {
  /** Between the eyes, pixels of the frame. */
  readonly eyeDistancePx: number;
  /** How far the nose is off the middle of the eyes, in distances between the eyes: 0 is frontal. */
  readonly turn: number;
}

/** What is measured on an aligned crop. */
export interface CropQuality {
  /** Mean luma, 0..255. */
  readonly brightness: number;
  /** Standard deviation of the luma. */
  readonly contrast: number;
  /** Fine detail in relation to contrast: mean absolute Laplacian ÷ standard deviation, as of a crop of 64 pixels. */
  readonly sharpness: number;
}

export const EYE_DISTANCE_MIN_PX = 4;
export const TURN_MAX = 0.6;
export const BRIGHTNESS_MIN = 5;
export const CONTRAST_MIN = 3;
export const SHARPNESS_MIN = 0.03;
/** The Laplacian of the same face falls with the square of the crop's side. */
const SHARPNESS_SIDE_PX = 64;
/** A face turned less than this looks at the device. */
const FACING_TURN_MAX = 0.2;

export function faceQualityOf({ rightEye, leftEye, nose }: Keypoints): FaceQuality {
  const eyes = { x: leftEye.x - rightEye.x, y: leftEye.y - rightEye.y };
  const eyeDistancePx = Math.hypot(eyes.x, eyes.y);
  const toNose = { x: nose.x - rightEye.x, y: nose.y - rightEye.y };
  const along = (toNose.x * eyes.x + toNose.y * eyes.y) / Math.max(1e-6, eyeDistancePx ** 2);
  return { eyeDistancePx, turn: Math.abs(along - 0.5) };
}

export const isFacing = ({ turn }: FaceQuality) => turn <= FACING_TURN_MAX;

/** @param crop 0..255, at least 3 × 3 px */
export function cropQualityOf(crop: Float32Array, shape: CropShape): CropQuality {
  const { widthPx, heightPx } = shape;
  const luma = lumaOf(crop, shape);
  let [sum, squares, detail] = [0, 0, 0];
  for (const value of luma) {
    sum += value;
    squares += value * value;
  }
  for (let row = 1; row < heightPx - 1; row += 1) {
    for (let index = row * widthPx + 1; index < (row + 1) * widthPx - 1; index += 1) {
      const around = at(luma, index - 1) + at(luma, index + 1) + at(luma, index - widthPx) + at(luma, index + widthPx);
      detail += Math.abs(around - 4 * at(luma, index));
    }
  }
  const brightness = sum / luma.length;
  const contrast = Math.sqrt(Math.max(0, squares / luma.length - brightness ** 2));
  const scale = (widthPx * heightPx) / SHARPNESS_SIDE_PX ** 2;
  const sharpness = (scale * detail) / ((widthPx - 2) * (heightPx - 2)) / Math.max(1, contrast);
  return { brightness, contrast, sharpness };
}

export function flawsOf(face: FaceQuality, crop?: CropQuality): readonly Flaw[] {
  const flaws: Flaw[] = [];
  if (face.eyeDistancePx < EYE_DISTANCE_MIN_PX) flaws.push('small');
  if (face.turn > TURN_MAX) flaws.push('turned');
  if (crop === undefined) return flaws;
  if (crop.brightness < BRIGHTNESS_MIN || crop.contrast < CONTRAST_MIN) flaws.push('dark');
  if (crop.sharpness < SHARPNESS_MIN) flaws.push('blurred');
  return flaws;
}

const at = (values: Float32Array, index: number) => values[index] as number;
