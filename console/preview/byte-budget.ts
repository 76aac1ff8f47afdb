// The byte budget holds a viewer of the mosaic to a megabit a second: a picture goes while something is left, and may
// overdraw it once, so that a crowd's long overlay comes less often instead of never. Pure but for the clock it is given.

/** One megabit. */
const BYTES_A_SECOND = 125_000;
/** Half a second's worth may be saved up. */
const SAVED_MAX_BYTES = BYTES_A_SECOND / 2;

export class ByteBudget {
  #left = SAVED_MAX_BYTES;
  #atMs: number | undefined;

  /** Whether `bytes` may go at `nowMs` (monotonic); they are spent then. */
  spend(bytes: number, nowMs: number): boolean {
    const earned = ((nowMs - (this.#atMs ?? nowMs)) * BYTES_A_SECOND) / 1_000;
    this.#left = Math.min(SAVED_MAX_BYTES, this.#left + earned);
    this.#atMs = nowMs;
    if (this.#left <= 0) return false;
    this.#left -= bytes;
    return true;
  }
}
