// A stream's timeline puts what a child sends on the monotonic clock. Data is never early, only late, and by how much
// jitters with the pipe: so the earliest arrival tells where the stream's zero was, and everything else follows from its
// place in the stream. Picture and sound of one child share one timeline, which makes them as synchronous as they were.

/** The zero may move by this much a millisecond: a sound card whose clock is 500 ppm slow is followed. */
const DRIFT_PER_MS = 0.0005;
/** When nothing has come in time for this long, something was lost on the way, and the zero moves at once. */
const LATE_FOR_MS = 2_000;
const LATE_MS = 40;

export class StreamTimeline {
  #zeroMs = Number.POSITIVE_INFINITY;
  #lastArrivalMs = 0;
  #inTimeAtMs = 0;
  /** Smallest lateness since something was last in time. */
  #lateMs = Number.POSITIVE_INFINITY;

  /** `streamMs` since the stream's beginning, `arrivedAtMs` on the monotonic clock. @returns when it was captured */
  place(streamMs: number, arrivedAtMs: number): number {
    const heldMs = this.#zeroMs + Math.max(0, arrivedAtMs - this.#lastArrivalMs) * DRIFT_PER_MS;
    this.#zeroMs = Math.min(heldMs, arrivedAtMs - streamMs);
    this.#lastArrivalMs = arrivedAtMs;
    this.#noticeLoss(arrivedAtMs - streamMs - this.#zeroMs, arrivedAtMs);
    return this.#zeroMs + streamMs;
  }

  /** A new child has a new zero. */
  reset(): void {
    this.#zeroMs = Number.POSITIVE_INFINITY;
    this.#lateMs = Number.POSITIVE_INFINITY;
  }

  #noticeLoss(lateMs: number, nowMs: number): void {
    this.#lateMs = Math.min(this.#lateMs, lateMs);
    if (lateMs < LATE_MS) {
      this.#inTimeAtMs = nowMs;
      this.#lateMs = Number.POSITIVE_INFINITY;
    } else if (nowMs - this.#inTimeAtMs >= LATE_FOR_MS) {
      this.#zeroMs += this.#lateMs;
      this.#lateMs = Number.POSITIVE_INFINITY;
      this.#inTimeAtMs = nowMs;
    }
  }
}
