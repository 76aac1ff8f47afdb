// A pass is one look of the detector: which part of the frame it sees, and how large. Ordinary passes see the whole
// frame; in between, sweeps look for small faces at a larger scale, tile by tile, so that neither the time nor the
// memory of one look grows with the scale.
import type { FaceDetectorManifest } from '../../../shared/manifest.ts';
import type { Box } from '../frame.ts';
import type { NetworkSize } from './detector-rows.ts';

export interface Pass {
  /** Whole pixels of the frame. */
  readonly region: Box;
  readonly size: NetworkSize;
}

export interface PassPlan {
  readonly whole: Pass;
  /** Together they cover the frame. */
  readonly tiles: readonly Pass[];
  /** One tile is swept after this many frames, so that all are swept within `sweepEvery` frames. */
  readonly tileEvery: number;
  /** Frames in which every tile is swept once. */
  readonly cycleFrames: number;
}

/** Longest side of one look in a sweep, pixels of the network's input. */
const TILE_PX = 640;
/** Tiles share this much of a border, pixels of the network's input: a small face is whole in one of them. */
const TILE_OVERLAP_PX = 64;

type Input = FaceDetectorManifest['input'];

export function planPasses(input: Input, widthPx: number, heightPx: number): PassPlan {
  const frame: Box = { x: 0, y: 0, width: widthPx, height: heightPx };
  const whole: Pass = { region: frame, size: networkSize(scaleOf(input.every, frame), frame, input.multiplePx) };
  const scale = scaleOf(input.sweep, frame);
  const tiles = tilesOf(frame, scale).map((region) => ({ region, size: networkSize(scale, region, input.multiplePx) }));
  const tileEvery = Math.max(2, Math.floor(input.sweepEvery / tiles.length));
  return { whole, tiles, tileEvery, cycleFrames: tileEvery * tiles.length };
}

/** The look at frame `index`, counted from 0. */
export function passAt(plan: PassPlan, index: number): Pass {
  const turn = Math.floor(index / plan.tileEvery);
  const isSweep = index % plan.tileEvery === plan.tileEvery - 1;
  return (isSweep ? plan.tiles[turn % plan.tiles.length] : undefined) ?? plan.whole;
}

/** Whether `box` touches a border of the look that is not a border of the frame: the face may go on beyond it. */
export function isCutOff(box: Box, region: Box, frame: { readonly widthPx: number; readonly heightPx: number }) {
  const margin = 2;
  const cutLeft = region.x > 0 && box.x < region.x + margin;
  const cutTop = region.y > 0 && box.y < region.y + margin;
  const right = region.x + region.width;
  const bottom = region.y + region.height;
  const cutRight = right < frame.widthPx && box.x + box.width > right - margin;
  const cutBottom = bottom < frame.heightPx && box.y + box.height > bottom - margin;
  return cutLeft || cutTop || cutRight || cutBottom;
}

const scaleOf = ({ longSidePx, enlarge }: Input['every'], { width, height }: Box) =>
  Math.min(longSidePx / Math.max(width, height), enlarge);

function networkSize(scale: number, { width, height }: Box, multiplePx: number): NetworkSize {
  const toMultiple = (side: number) => Math.max(1, Math.round((side * scale) / multiplePx)) * multiplePx;
  return { heightPx: toMultiple(height), widthPx: toMultiple(width) };
}

function tilesOf(frame: Box, scale: number): readonly Box[] {
  const columns = spansOf(frame.width, scale);
  const rows = spansOf(frame.height, scale);
  return rows.flatMap(([y, height]) => columns.map(([x, width]) => ({ x, y, width, height })));
}

/** Evenly spread spans [start, length] over `side` pixels. */
function spansOf(side: number, scale: number): readonly (readonly [number, number])[] {
  const count = Math.max(1, Math.ceil((side * scale) / TILE_PX - 0.05));
  const overlap = count === 1 ? 0 : TILE_OVERLAP_PX / scale;
  const length = Math.min(side, Math.ceil((side + (count - 1) * overlap) / count));
  const step = count === 1 ? 0 : (side - length) / (count - 1);
  return Array.from({ length: count }, (_, index) => [Math.round(index * step), length] as const);
}
