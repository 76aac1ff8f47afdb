// The rate gate lets fewer pictures through while a room is empty and still: two a second instead of ten. A picture that
// shows motion passes at once, so the full rate is back within one picture. It runs after the pictures are counted: how
// often it passes shows in no status, since that would tell whether somebody is there.
import { GRID_COLUMNS, GRID_ROWS } from './picture-watch.ts';

const QUIET_PERIOD_MS = 500;
/** The full rate stays for this long after the last motion or the last track. */
const LINGER_MS = 10_000;
/** A block is 8 × 6 samples: its mean has a noise of under 1 step of luma, and a person far away moves it by 10. */
const BLOCK_COLUMNS = 8;
const BLOCK_ROWS = 6;
const MOTION_STEPS = 4;
const BLOCKS_ACROSS = GRID_COLUMNS / BLOCK_COLUMNS;
const BLOCKS = BLOCKS_ACROSS * (GRID_ROWS / BLOCK_ROWS);

export class RateGate {
  /** Block means of the last picture that passed. */
  #reference = new Float32Array(BLOCKS);
  #means = new Float32Array(BLOCKS);
  #passedAtMs = Number.NEGATIVE_INFINITY;
  #liveAtMs = Number.NEGATIVE_INFINITY;

  /** Whether a picture with this luma grid (see PictureWatch) goes on. `isOccupied`: somebody is known to be there. */
  passes(luma: Uint8Array, atMs: number, isOccupied: boolean): boolean {
    this.#average(luma);
    if (isOccupied || this.#hasMoved()) this.#liveAtMs = atMs;
    const isLive = atMs - this.#liveAtMs < LINGER_MS;
    if (!isLive && atMs - this.#passedAtMs < QUIET_PERIOD_MS) return false;
    this.#passedAtMs = atMs;
    [this.#reference, this.#means] = [this.#means, this.#reference];
    return true;
  }

  #hasMoved(): boolean {
    return this.#means.some((mean, block) => Math.abs(mean - (this.#reference[block] ?? 0)) > MOTION_STEPS);
  }

  #average(luma: Uint8Array): void {
    this.#means.fill(0);
    for (const [index, value] of luma.entries()) {
      const row = Math.floor(index / GRID_COLUMNS / BLOCK_ROWS);
      const block = row * BLOCKS_ACROSS + Math.floor((index % GRID_COLUMNS) / BLOCK_COLUMNS);
      this.#means[block] = (this.#means[block] ?? 0) + value / (BLOCK_COLUMNS * BLOCK_ROWS);
    }
  }
}
