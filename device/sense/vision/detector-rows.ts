// Decoding of a detector: rows of anchors become detections in pixels of the network's input, one for each face.
import type { Anchors, FaceDetectorManifest, Keypoint } from '../../../shared/manifest.ts';
import type { Box, Point } from '../frame.ts';
import { floatsOf, type Outputs } from '../inference/tensor.ts';
import { type Detection, NESTED_PART, overlapOf, partWithin } from './detection.ts';

/** Network input, pixels. */
export interface NetworkSize {
  readonly heightPx: number;
  readonly widthPx: number;
}

/** Numbers of a row: box (4) and six points (12). */
const ROW = 16;

export function anchorCount({ layers }: Anchors, { heightPx, widthPx }: NetworkSize): number {
  return layers.reduce(
    (count, { stridePx, perCell }) => count + (heightPx / stridePx) * (widthPx / stridePx) * perCell,
    0,
  );
}

/** Centre of the anchor that row `row` belongs to, pixels of the network's input. */
export function anchorOf({ layers }: Anchors, { heightPx, widthPx }: NetworkSize, row: number): Point {
  let rest = row;
  for (const { stridePx, perCell } of layers) {
    const columns = widthPx / stridePx;
    const rows = (heightPx / stridePx) * columns * perCell;
    if (rest < rows) {
      const cell = Math.floor(rest / perCell);
      return { x: ((cell % columns) + 0.5) * stridePx, y: (Math.floor(cell / columns) + 0.5) * stridePx };
    }
    rest -= rows;
  }
  throw new RangeError(`the detector has no anchor ${row}`);
}

/**
 * Detections in pixels of the network's input, best first.
 * @throws RoomtoneError `MODEL_OUTPUT_INVALID`
 */
export function decodeRows(outputs: Outputs, manifest: FaceDetectorManifest, size: NetworkSize): readonly Detection[] {
  const { anchors } = manifest.output;
  const count = anchorCount(anchors, size);
  const scores = floatsOf(outputs, 'scores', [count]);
  const regressors = floatsOf(outputs, 'regressors', [count, ROW]);
  const candidates: Detection[] = [];
  for (let row = 0; row < count; row += 1) {
    const score = scores[row] ?? 0;
    if (score < manifest.thresholds.score) continue;
    const values = regressors.subarray(row * ROW, (row + 1) * ROW);
    candidates.push(decodeRow(values, anchorOf(anchors, size, row), anchors.keypoints, score));
  }
  return mergeOverlapping(candidates.filter(hasArea), manifest.thresholds.overlap);
}

function decodeRow(values: Float32Array, anchor: Point, names: readonly Keypoint[], score: number): Detection {
  const [dx = 0, dy = 0, width = 0, height = 0] = values;
  const points = names.map((name, index) => {
    const x = anchor.x + (values[4 + 2 * index] ?? 0);
    return [name, { x, y: anchor.y + (values[5 + 2 * index] ?? 0) }] as const;
  });
  return {
    box: { x: anchor.x + dx - width / 2, y: anchor.y + dy - height / 2, width, height },
    keypoints: Object.fromEntries(points) as Record<Keypoint, Point>,
    score,
  };
}

const hasArea = ({ box }: Detection) => box.width > 0 && box.height > 0;

/**
 * One detection for each face: rows that overlap the best are averaged into it by score, which steadies boxes and
 * points (Bazarevsky et al., "BlazeFace", 2019, section 3.4). A row within another, or around it, is the same face too.
 */
export function mergeOverlapping(candidates: readonly Detection[], overlap: number): readonly Detection[] {
  let rest = [...candidates].sort((a, b) => b.score - a.score);
  const merged: Detection[] = [];
  while (rest.length > 0) {
    const best = rest[0] as Detection;
    const isSame = (other: Detection) => other === best || overlapOf(best.box, other.box) > overlap;
    merged.push(average(rest.filter(isSame), best.score));
    rest = rest.filter((other) => !isSame(other) && !isNested(other.box, best.box));
  }
  return merged;
}

const isNested = (a: Box, b: Box) => Math.max(partWithin(a, b), partWithin(b, a)) > NESTED_PART;

function average(detections: readonly Detection[], score: number): Detection {
  const total = detections.reduce((sum, detection) => sum + detection.score, 0);
  const mean = (read: (detection: Detection) => number) =>
    detections.reduce((sum, detection) => sum + read(detection) * detection.score, 0) / total;
  const point = (name: Keypoint): Point => ({
    x: mean(({ keypoints }) => keypoints[name].x),
    y: mean(({ keypoints }) => keypoints[name].y),
  });
  return {
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    keypoints: {
      rightEye: point('rightEye'),
      leftEye: point('leftEye'),
      nose: point('nose'),
      mouth: point('mouth'),
      rightEar: point('rightEar'),
      leftEar: point('leftEar'),
    },
    score,
  };
}
