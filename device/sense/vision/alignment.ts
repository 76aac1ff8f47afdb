// The one alignment of faces, for training, evaluation and device alike: the similarity transform that puts both eyes, and
// the mouth where the manifest places it, on their points. What is shrunk is averaged first, so that no detail turns into a false pattern.
import type { Alignment } from '../../../shared/manifest.ts';
import type { Frame, Point } from '../frame.ts';
import type { Keypoints } from './detection.ts';

export interface CropSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A crop lies plane by plane, each height × width: luma (BT.601) alone, or red, green and blue. */
export interface CropShape extends CropSize {
  readonly planes: 1 | 3;
}

/** Values of a crop. */
export const areaOf = ({ widthPx, heightPx, planes }: CropShape) => planes * widthPx * heightPx;

/** From a pixel (x, y) of the crop to the frame: `(a·x − b·y + x0, b·x + a·y + y0)`. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x0: number;
  readonly y0: number;
}

/** Frame pixels that one crop pixel spans. */
export const scaleOf = ({ a, b }: Similarity) => Math.hypot(a, b);

/** Of the mouth beside each eye: a face that is turned keeps its height, while its eyes draw together. */
const MOUTH_WEIGHT = 2;

/** `imageLeftEye` is the person's right. Coordinates are continuous: the centre of the first pixel is (0.5, 0.5). */
export function alignmentOf(keypoints: Keypoints, alignment: Alignment, { widthPx, heightPx }: CropSize): Similarity {
  const { imageLeftEye, imageRightEye, mouth } = alignment;
  const pair = (seen: Point, [x, y]: readonly [number, number], weight: number): Pair => ({
    crop: { x: x * widthPx, y: y * heightPx },
    seen,
    weight,
  });
  const eyes = [pair(keypoints.rightEye, imageLeftEye, 1), pair(keypoints.leftEye, imageRightEye, 1)];
  return similarityOf(mouth === undefined ? eyes : [...eyes, pair(keypoints.mouth, mouth, MOUTH_WEIGHT)]);
}

/** Where a point shall lie in the crop, and where it was seen in the frame. */
interface Pair {
  readonly crop: Point;
  readonly seen: Point;
  readonly weight: number;
}

/** By least squares (Umeyama 1991); through two points it goes exactly. */
function similarityOf(pairs: readonly Pair[]): Similarity {
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (pair: Pair) => number) =>
    pairs.reduce((sum, pair) => sum + pair.weight * value(pair), 0) / total;
  const crop = { x: mean((pair) => pair.crop.x), y: mean((pair) => pair.crop.y) };
  const seen = { x: mean((pair) => pair.seen.x), y: mean((pair) => pair.seen.y) };
  const spread = mean((pair) => (pair.crop.x - crop.x) ** 2 + (pair.crop.y - crop.y) ** 2);
  const along = mean((pair) => (pair.crop.x - crop.x) * pair.seen.x + (pair.crop.y - crop.y) * pair.seen.y);
  const across = mean((pair) => (pair.crop.x - crop.x) * pair.seen.y - (pair.crop.y - crop.y) * pair.seen.x);
  const [a, b] = [along / spread, across / spread];
  return { a, b, x0: seen.x - a * crop.x + b * crop.y, y0: seen.y - b * crop.x - a * crop.y };
}

/** Writes the aligned face into `crop`, 0..255. Beyond the frame its edge is repeated. */
export function alignFace(frame: Frame, transform: Similarity, shape: CropShape, crop: Float32Array) {
  const { a, b, x0, y0 } = transform;
  const { widthPx, heightPx } = shape;
  const shrunk = shrunkPart(frame, transform, shape);
  const inner = scaleOf(transform) / shrunk.shrink;
  // Where clearly more than one pixel of the part lies under a pixel of the crop, four samples see them all.
  const offsets = inner > 1.2 ? [-0.25, 0.25] : [0];
  const sums = new Float64Array(shape.planes);
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      sums.fill(0);
      for (const dy of offsets) {
        for (const dx of offsets) {
          const [x, y] = [column + 0.5 + dx, row + 0.5 + dy];
          addSample(sums, shrunk, a * x - b * y + x0, b * x + a * y + y0);
        }
      }
      for (let plane = 0; plane < shape.planes; plane += 1) {
        crop[(plane * heightPx + row) * widthPx + column] = (sums[plane] as number) / offsets.length ** 2;
      }
    }
  }
}

/** The luma of a crop, height × width; of one plane the crop itself. */
export function lumaOf(crop: Float32Array, { widthPx, heightPx, planes }: CropShape): Float32Array {
  if (planes === 1) return crop;
  const area = widthPx * heightPx;
  const [red, green, blue] = LUMA;
  const [greens, blues] = [crop.subarray(area, 2 * area), crop.subarray(2 * area)];
  return crop.subarray(0, area).map((value, at) => red * value + green * (greens[at] ?? 0) + blue * (blues[at] ?? 0));
}

/** A part of the frame, each value the mean of shrink × shrink pixels, never more than a pixel of the crop spans. */
interface ShrunkPart {
  /** Luma, or red, green and blue, each height × width. */
  readonly planes: readonly Float32Array[];
  readonly width: number;
  readonly height: number;
  /** Frame pixel of its upper left corner. */
  readonly left: number;
  readonly top: number;
  readonly shrink: number;
}

/** Of red, green and blue: ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** What each plane of a crop takes of them. */
const WEIGHTS = {
  1: [LUMA],
  3: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
} as const;

function shrunkPart(frame: Frame, transform: Similarity, shape: CropShape): ShrunkPart {
  const shrink = Math.max(1, Math.floor(scaleOf(transform)));
  const { left, top, right, bottom } = boundsOf(frame, transform, shape, shrink);
  const width = Math.max(1, Math.floor((right - left) / shrink));
  const height = Math.max(1, Math.floor((bottom - top) / shrink));
  const planes = WEIGHTS[shape.planes].map((weights) => ({ weights, data: new Float32Array(width * height) }));
  const block = { red: 0, green: 0, blue: 0, pixels: 0 };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      sumBlock(block, frame, left + column * shrink, top + row * shrink, shrink);
      for (const { weights, data } of planes) {
        const sum = weights[0] * block.red + weights[1] * block.green + weights[2] * block.blue;
        data[row * width + column] = sum / block.pixels;
      }
    }
  }
  return { planes: planes.map(({ data }) => data), width, height, left, top, shrink };
}

/** Box of the frame that the crop needs, with a pixel of the plane to spare; never empty. */
function boundsOf(frame: Frame, { a, b, x0, y0 }: Similarity, { widthPx, heightPx }: CropSize, spare: number) {
  const corners = [
    [0, 0],
    [widthPx, 0],
    [0, heightPx],
    [widthPx, heightPx],
  ] as const;
  const xs = corners.map(([x, y]) => a * x - b * y + x0);
  const ys = corners.map(([x, y]) => b * x + a * y + y0);
  const within = (value: number, last: number) => Math.min(Math.max(Math.floor(value), 0), last);
  const left = within(Math.min(...xs) - spare, frame.widthPx - 1);
  const top = within(Math.min(...ys) - spare, frame.heightPx - 1);
  const right = within(Math.max(...xs) + 2 * spare, frame.widthPx);
  const bottom = within(Math.max(...ys) + 2 * spare, frame.heightPx);
  return { left, top, right: Math.max(right, left + 1), bottom: Math.max(bottom, top + 1) };
}

interface BlockSum {
  red: number;
  green: number;
  blue: number;
  pixels: number;
}

/** Of a square of the frame, as far as it lies in it; written over `block`, since it is asked for thousands of times a crop. */
function sumBlock(block: BlockSum, frame: Frame, left: number, top: number, side: number) {
  const { pixels, widthPx, heightPx } = frame;
  let [red, green, blue] = [0, 0, 0];
  const right = Math.min(left + side, widthPx);
  const bottom = Math.min(top + side, heightPx);
  for (let y = top; y < bottom; y += 1) {
    const end = (y * widthPx + right) * 3;
    for (let index = (y * widthPx + left) * 3; index < end; index += 3) {
      red += pixels[index] as number;
      green += pixels[index + 1] as number;
      blue += pixels[index + 2] as number;
    }
  }
  block.red = red;
  block.green = green;
  block.blue = blue;
  block.pixels = (right - left) * (bottom - top);
}

/** Adds to each plane's sum its value at frame coordinates (x, y), bilinear. */
function addSample(sums: Float64Array, part: ShrunkPart, x: number, y: number) {
  const { planes, width, height, left, top, shrink } = part;
  const u = Math.min(Math.max((x - left) / shrink - 0.5, 0), width - 1);
  const v = Math.min(Math.max((y - top) / shrink - 0.5, 0), height - 1);
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const [du, dv] = [u - column, v - row];
  const upper = row * width + column;
  const lower = row + 1 < height ? upper + width : upper;
  const next = column + 1 < width ? 1 : 0;
  for (let plane = 0; plane < planes.length; plane += 1) {
    const data = planes[plane] as Float32Array;
    const above = (data[upper] as number) * (1 - du) + (data[upper + next] as number) * du;
    const below = (data[lower] as number) * (1 - du) + (data[lower + next] as number) * du;
    sums[plane] = (sums[plane] as number) + above * (1 - dv) + below * dv;
  }
}
