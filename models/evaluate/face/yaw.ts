// Yaw, approximated: the picture as a flat board that is turned about its vertical middle line. A board has no nose and
// hides no cheek, so that a real head turned as far is harder to read; the table shows at least what is lost.
import type { Frame } from '../../../device/sense/frame.ts';
import type { Disturbance } from './disturbance.ts';

/** Half of the board's width for each unit of its distance from the camera: a face seen from about a metre is flatter. */
const NEARNESS = 0.15;

/** The board turned by `degrees` to either side; beyond its edges they are repeated. */
export const turnedAway = (degrees: number, random: () => number): Disturbance => ({
  picture: (picture) => {
    const side = random() < 0.5 ? -1 : 1;
    return turnedBoard(picture, (side * degrees * Math.PI) / 180);
  },
});

/** Each pixel of the view looks up its place on the board: `u = x·cos ÷ (1 + n·x·sin)`, `v = y ÷ (1 + n·x·sin)`. */
function turnedBoard({ pixels, widthPx, heightPx, capturedAtMs }: Frame, angle: number): Frame {
  const view = new Uint8Array(pixels.length);
  const [cosine, sine] = [Math.cos(angle), NEARNESS * Math.sin(angle)];
  for (let column = 0; column < widthPx; column += 1) {
    const u = (2 * (column + 0.5)) / widthPx - 1;
    const x = Math.min(Math.max(u / (cosine - u * sine), -1), 1);
    for (let row = 0; row < heightPx; row += 1) {
      const y = ((2 * (row + 0.5)) / heightPx - 1) * (1 + x * sine);
      const from = { x: ((x + 1) / 2) * widthPx - 0.5, y: ((y + 1) / 2) * heightPx - 0.5 };
      copyPixel({ pixels, widthPx, heightPx }, from, view, (row * widthPx + column) * 3);
    }
  }
  return { pixels: view, widthPx, heightPx, capturedAtMs };
}

/** Bilinear between the four pixels around a place. */
function copyPixel(
  { pixels, widthPx, heightPx }: Pick<Frame, 'pixels' | 'widthPx' | 'heightPx'>,
  place: { readonly x: number; readonly y: number },
  target: Uint8Array,
  index: number,
) {
  const x = Math.min(Math.max(place.x, 0), widthPx - 1);
  const y = Math.min(Math.max(place.y, 0), heightPx - 1);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(left + 1, widthPx - 1), Math.min(top + 1, heightPx - 1)];
  for (let channel = 0; channel < 3; channel += 1) {
    const at = (column: number, row: number) => pixels[(row * widthPx + column) * 3 + channel] ?? 0;
    const above = at(left, top) * (right - x) + at(right, top) * (x - left);
    const below = at(left, bottom) * (right - x) + at(right, bottom) * (x - left);
    const [upper, lower] = right === left ? [at(left, top), at(left, bottom)] : [above, below];
    target[index + channel] = Math.round(bottom === top ? upper : upper * (bottom - y) + lower * (y - top));
  }
}
