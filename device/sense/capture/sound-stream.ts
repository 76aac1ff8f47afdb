// A sound stream turns the bytes of a capture child (signed 16 bit, little endian, 16 kHz, mono) into chunks. A program
// that gives sound faster than time gives no sound of now: that is a fault.
import { type AudioChunk, CHUNK_MS, CHUNK_SAMPLES } from './audio-chunk.ts';
import type { StreamTimeline } from './stream-timeline.ts';

/** A FIFO or a sound server may hold this much when it is opened. */
const AHEAD_MAX_MS = 10_000;
const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_768;

export interface SoundStreamOptions {
  readonly nowMs: () => number;
  readonly timeline: StreamTimeline;
  /** `isSilent`: every sample is zero, which no microphone that is on ever gives. */
  readonly onChunk: (chunk: AudioChunk, isSilent: boolean) => void;
  /** The stream is of no use any more; said once. */
  readonly onFlood: () => void;
}

export class SoundStream {
  readonly #options: SoundStreamOptions;
  #samples = new Float32Array(CHUNK_SAMPLES);
  #filled = 0;
  #chunks = 0;
  /** First byte of a sample whose second has not come yet. */
  #odd: number | undefined;
  #openedAtMs: number | undefined;
  #isDead = false;

  constructor(options: SoundStreamOptions) {
    this.#options = options;
  }

  write(bytes: Uint8Array): void {
    if (this.#isDead) return;
    this.#openedAtMs ??= this.#options.nowMs();
    let at = 0;
    if (this.#odd !== undefined && bytes.length > 0) {
      this.#take(this.#odd, bytes[0] ?? 0);
      this.#odd = undefined;
      at = 1;
    }
    for (; at + BYTES_PER_SAMPLE <= bytes.length; at += BYTES_PER_SAMPLE)
      this.#take(bytes[at] ?? 0, bytes[at + 1] ?? 0);
    if (at < bytes.length) this.#odd = bytes[at];
    this.#noticeFlood();
  }

  /** A new child begins a new stream. */
  reset(): void {
    this.#samples.fill(0);
    this.#filled = 0;
    this.#chunks = 0;
    this.#odd = undefined;
    this.#openedAtMs = undefined;
    this.#isDead = false;
  }

  #take(low: number, high: number): void {
    if (this.#isDead) return;
    this.#samples[this.#filled] = (((high << 24) >> 16) | low) / FULL_SCALE;
    this.#filled += 1;
    if (this.#filled === CHUNK_SAMPLES) this.#endChunk();
  }

  #endChunk(): void {
    const { timeline, nowMs, onChunk } = this.#options;
    const samples = this.#samples;
    this.#samples = new Float32Array(CHUNK_SAMPLES);
    this.#filled = 0;
    this.#chunks += 1;
    const endMs = timeline.place(this.#chunks * CHUNK_MS, nowMs());
    const isSilent = samples.every((value) => value === 0);
    onChunk({ samples, capturedAtMs: endMs - CHUNK_MS }, isSilent);
  }

  #noticeFlood(): void {
    const aheadMs = this.#chunks * CHUNK_MS - (this.#options.nowMs() - (this.#openedAtMs ?? 0));
    if (aheadMs <= AHEAD_MAX_MS) return;
    this.#isDead = true;
    this.#options.onFlood();
  }
}
