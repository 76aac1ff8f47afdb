// A chunk of sound in RAM: 32 ms, what the voice detector takes at once. It lives for seconds inside sense and nowhere
// else: it has no serialisation, and no log call takes it.

export const SAMPLE_RATE_HZ = 16_000;
export const CHUNK_SAMPLES = 512;
export const CHUNK_MS = (CHUNK_SAMPLES * 1_000) / SAMPLE_RATE_HZ;

export interface AudioChunk {
  /** Mono, −1 to 1, {@link CHUNK_SAMPLES} of them. */
  readonly samples: Float32Array<ArrayBuffer>;
  /** Monotonic milliseconds of the first sample, on the clock of the frames. */
  readonly capturedAtMs: number;
}
