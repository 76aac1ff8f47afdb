// One picture in RAM. It lives for a fraction of a second inside sense and nowhere else: it has no serialisation, and
// no log call takes it.

export interface Frame {
  /** RGB, height × width × 3, 0..255, row by row. The buffer goes back to its pool after use. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Monotonic milliseconds. */
  readonly capturedAtMs: number;
}

/** Pixels, origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const frameBytes = (widthPx: number, heightPx: number) => widthPx * heightPx * 3;
