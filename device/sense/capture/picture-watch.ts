// A picture watch tells what a picture is worth, from a small grid of it: fresh, the same as those before for too long
// (frozen), or black (a covered lens). A sensor is never without noise, so a picture of ours that equals the last one bit
// by bit is not a new one; what an encoder sends over a network may be, for a while.
import type { Picture } from './picture-stream.ts';

export type PictureWorth = 'fresh' | 'frozen' | 'dark';

/** 64 × 36 samples: 0.1 ms, and one noisy pixel in four hundred is enough to differ. */
export const GRID_COLUMNS = 64;
export const GRID_ROWS = 36;
const GRID_SAMPLES = GRID_COLUMNS * GRID_ROWS;
/** Luma 0..255. A covered webcam reads 0 to 10; a room by the light of one screen reads 20 and more. */
const DARK_MEAN_MAX = 12;
/** Even a dark room has a lamp, a window or a screen; a covered lens has none. */
const DARK_BRIGHTEST_MAX = 40;

export class PictureWatch {
  /** Luma of the last picture, rows × columns, 0..255. */
  readonly luma = new Uint8Array(GRID_SAMPLES);
  readonly #last = new Uint8Array(GRID_SAMPLES * 3);
  readonly #sameMs: number;
  /** Monotonic ms of the last picture that differed from the one before it. */
  #changedAtMs: number | undefined;

  /** The same picture again is fresh for `sameMs`, then frozen. */
  constructor(sameMs: number) {
    this.#sameMs = sameMs;
  }

  judge(picture: Picture, atMs: number): PictureWorth {
    const isSame = this.#sample(picture);
    if (!isSame || this.#changedAtMs === undefined) this.#changedAtMs = atMs;
    if (isDark(this.luma)) return 'dark';
    return isSame && atMs - this.#changedAtMs >= this.#sameMs ? 'frozen' : 'fresh';
  }

  /** Takes the grid and tells whether all of it equals the last. */
  #sample({ pixels, widthPx, heightPx }: Picture): boolean {
    let isSame = true;
    for (let row = 0; row < GRID_ROWS; row += 1) {
      const y = Math.floor(((row + 0.5) * heightPx) / GRID_ROWS);
      for (let column = 0; column < GRID_COLUMNS; column += 1) {
        const x = Math.floor(((column + 0.5) * widthPx) / GRID_COLUMNS);
        if (!this.#take(pixels, (y * widthPx + x) * 3, row * GRID_COLUMNS + column)) isSame = false;
      }
    }
    return isSame;
  }

  /** BT.601 luma in 8-bit fixed point. */
  #take(pixels: Uint8Array, from: number, index: number): boolean {
    const red = pixels[from] ?? 0;
    const green = pixels[from + 1] ?? 0;
    const blue = pixels[from + 2] ?? 0;
    const at = index * 3;
    const isSame = this.#last[at] === red && this.#last[at + 1] === green && this.#last[at + 2] === blue;
    this.#last[at] = red;
    this.#last[at + 1] = green;
    this.#last[at + 2] = blue;
    this.luma[index] = (77 * red + 150 * green + 29 * blue) >> 8;
    return isSame;
  }
}

function isDark(luma: Uint8Array): boolean {
  let sum = 0;
  let brightest = 0;
  for (const value of luma) {
    sum += value;
    if (value > brightest) brightest = value;
  }
  return sum <= DARK_MEAN_MAX * luma.length && brightest <= DARK_BRIGHTEST_MAX;
}
