// A detection: where a face is in a frame, and its six points.
import type { Keypoint } from '../../../shared/manifest.ts';
import type { Box, Point } from '../frame.ts';

export type Keypoints = Readonly<Record<Keypoint, Point>>;

export interface Detection {
  /** Pixels of the frame; may reach over its edge. */
  readonly box: Box;
  /** Pixels of the frame. Right and left are the person's own. */
  readonly keypoints: Keypoints;
  /** 0..1. */
  readonly score: number;
}

export const centreOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Side of a square of the same area: one number for the size of a face. */
export const sizeOf = (box: Box) => Math.sqrt(box.width * box.height);

/** Intersection over union, 0..1. */
export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (a.width * a.height + b.width * b.height - intersection);
}
