// An occlusion map tells which part of a face made the model say what it said: a grey patch is moved over the crop, and
// the probability that is lost is written down (Zeiler and Fergus, 2014). It holds no pixel of the face.
import type { CropShape } from './alignment.ts';

export interface OcclusionMap {
  /** Position of the label that is explained. */
  readonly label: number;
  /** Its probability without a patch. */
  readonly probability: number;
  readonly columns: number;
  readonly rows: number;
  /** Row by row: probability lost when the patch lies there, −1..1. Negative where the label gains by it. */
  readonly losses: readonly number[];
}

export interface OcclusionOptions extends CropShape {
  /** Of the map, across and down; at least 2. */
  readonly cells: number;
  /** Side of the patch in cells, so that no feature hides between two of them. */
  readonly patchCells: number;
}

/** Probabilities of crops that lie one after the other: the device's own model. */
export type Classify = (crops: readonly Float32Array[]) => Promise<readonly (readonly number[])[]>;

/** @param crop of the shape in `options`, 0..255; explained is its likeliest label */
export async function occlusionMap(
  crop: Float32Array,
  classify: Classify,
  options: OcclusionOptions,
): Promise<OcclusionMap> {
  const { cells } = options;
  const places = Array.from({ length: cells * cells }, (_, cell) => [cell % cells, Math.floor(cell / cells)] as const);
  const covered = places.map(([column, row]) => cover(crop, column, row, options));
  const [whole = [], ...rest] = await classify([crop, ...covered]);
  const label = whole.indexOf(Math.max(...whole));
  const probability = whole[label] ?? 0;
  const losses = rest.map((row) => probability - (row[label] ?? 0));
  return { label, probability, columns: cells, rows: cells, losses };
}

/** The crop under a patch of its own mean colour, centred on the cell. */
export function cover(crop: Float32Array, column: number, row: number, options: OcclusionOptions): Float32Array {
  const { widthPx, heightPx, planes, cells, patchCells } = options;
  const [left, right] = spanOf(column, widthPx / cells, patchCells, widthPx);
  const [top, bottom] = spanOf(row, heightPx / cells, patchCells, heightPx);
  const covered = crop.slice();
  for (let plane = 0; plane < planes; plane += 1) {
    const values = covered.subarray(plane * widthPx * heightPx, (plane + 1) * widthPx * heightPx);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    for (let y = top; y < bottom; y += 1) values.fill(mean, y * widthPx + left, y * widthPx + right);
  }
  return covered;
}

function spanOf(cell: number, cellPx: number, patchCells: number, sidePx: number): readonly [number, number] {
  const middle = (cell + 0.5) * cellPx;
  const half = (patchCells * cellPx) / 2;
  return [Math.max(0, Math.round(middle - half)), Math.min(sidePx, Math.round(middle + half))];
}
