// Coverage: in how many seconds of a window the room was really looked at. It tells of the device, not of people: a
// second with a frame of an empty room counts like any other.

export class Coverage {
  readonly #seconds: Set<number> = new Set();
  readonly #openedAtMs: number;

  /** Monotonic milliseconds of the window's opening. */
  constructor(openedAtMs: number) {
    this.#openedAtMs = openedAtMs;
  }

  /** A frame captured at `atMs` was observed. */
  mark(atMs: number): void {
    this.#seconds.add(Math.floor((atMs - this.#openedAtMs) / 1_000));
  }

  /** Whole per cent of a window of `seconds`. */
  percentOf(seconds: number): number {
    return Math.min(100, Math.round((this.#seconds.size / seconds) * 100));
  }

  /** Share 0..1 of the time from opening to `closedAtMs`; 1 for a window that closes in its first second. */
  shareUntil(closedAtMs: number): number {
    const elapsed = Math.floor((closedAtMs - this.#openedAtMs) / 1_000);
    return elapsed < 1 ? 1 : Math.min(1, this.#seconds.size / elapsed);
  }
}
