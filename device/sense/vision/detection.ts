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
  const shared = sharedArea(a, b);
  return shared === 0 ? 0 : shared / (a.width * a.height + b.width * b.height - shared);
}

/** How much of `inner` lies within `outer`, 0..1. */
export const partWithin = (inner: Box, outer: Box) => sharedArea(inner, outer) / (inner.width * inner.height);

function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** A detector that looks closely takes a mouth and an eye for a face: a box this far within another is part of it. */
export const NESTED_PART = 0.7;
