// The mosaic: the whole picture reduced to a few blocks, before anything can look at it. A face that the detector missed
// is hidden by the same blocks; a face it found is blurred to fewer still, however close it stands.
import type { Box, Frame } from '../frame.ts';

/** One pixel a block, RGB, height × width × 3. */
export interface Mosaic {
  readonly pixels: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Blocks along the longer side of the picture. */
export const MOSAIC_BLOCKS = 32;
/** A found face keeps at most so many different blocks across. */
export const FACE_BLOCKS = 5;
/** Each block is the mean of at most this many rows and columns of its pixels: more would only cost time. */
const SAMPLES = 12;

export function mosaicOf(frame: Frame, faces: readonly Box[]): Mosaic {
  const block = Math.max(frame.widthPx, frame.heightPx) / MOSAIC_BLOCKS;
  const widthPx = Math.max(1, Math.round(frame.widthPx / block));
  const heightPx = Math.max(1, Math.round(frame.heightPx / block));
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  const scale = { x: frame.widthPx / widthPx, y: frame.heightPx / heightPx };
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      const region = { x: column * scale.x, y: row * scale.y, width: scale.x, height: scale.y };
      pixels.set(meanOf(frame.pixels, frame.widthPx, region), (row * widthPx + column) * 3);
    }
  }
  const mosaic = { pixels, widthPx, heightPx };
  for (const face of faces) coarsen(mosaic, inBlocks(face, scale, mosaic));
  return mosaic;
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Mean of a region of an RGB picture that is `widthPx` wide; the region lies within it. */
function meanOf(pixels: Uint8Array, widthPx: number, { x, y, width, height }: Box): Rgb {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.max(left + 1, Math.floor(x + width)), Math.max(top + 1, Math.floor(y + height))];
  const stepX = Math.max(1, Math.floor((right - left) / SAMPLES));
  const stepY = Math.max(1, Math.floor((bottom - top) / SAMPLES));
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let row = top; row < bottom; row += stepY) {
    for (let column = left; column < right; column += stepX) {
      const index = (row * widthPx + column) * 3;
      red += pixels[index] ?? 0;
      green += pixels[index + 1] ?? 0;
      blue += pixels[index + 2] ?? 0;
      count += 1;
    }
  }
  return [red / count, green / count, blue / count];
}

/** The blocks that `face` touches: whole numbers within the mosaic. */
function inBlocks(face: Box, scale: { readonly x: number; readonly y: number }, mosaic: Mosaic): Box {
  const within = (value: number, last: number) => Math.min(Math.max(value, 0), last);
  const left = within(Math.floor(face.x / scale.x), mosaic.widthPx);
  const top = within(Math.floor(face.y / scale.y), mosaic.heightPx);
  const right = within(Math.ceil((face.x + face.width) / scale.x), mosaic.widthPx);
  const bottom = within(Math.ceil((face.y + face.height) / scale.y), mosaic.heightPx);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Makes blocks of `region` alike until at most FACE_BLOCKS different ones are left across. */
function coarsen(mosaic: Mosaic, region: Box): void {
  const side = Math.ceil(Math.max(region.width, region.height) / FACE_BLOCKS);
  if (side < 2) return;
  for (let y = region.y; y < region.y + region.height; y += side) {
    for (let x = region.x; x < region.x + region.width; x += side) {
      const width = Math.min(side, region.x + region.width - x);
      const height = Math.min(side, region.y + region.height - y);
      paint(mosaic, { x, y, width, height });
    }
  }
}

function paint({ pixels, widthPx }: Mosaic, region: Box): void {
  const mean = meanOf(pixels, widthPx, region);
  for (let row = region.y; row < region.y + region.height; row += 1) {
    for (let column = region.x; column < region.x + region.width; column += 1) {
      pixels.set(mean, (row * widthPx + column) * 3);
    }
  }
}
