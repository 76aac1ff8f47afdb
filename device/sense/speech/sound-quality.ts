// How good a piece of sound is: how loud, how far above the room's noise, how much of it clipped, where its energy lies.
// An utterance below the gate is counted as heard but its emotion as `unsure`.
import meyda from 'meyda';
import { CHUNK_SAMPLES, SAMPLE_RATE_HZ } from '../capture/audio-chunk.ts';

export interface SoundQuality {
  /** Root mean square, in dB below full scale: −90 to 0. */
  readonly loudnessDb: number;
  /** Above the noise of the room. */
  readonly signalToNoiseDb: number;
  /** Fraction of samples at full scale. */
  readonly clipped: number;
  /** Centre of the spectrum, in Hz: 500 to 3000 for a voice. */
  readonly centroidHz: number;
  /** 0 for a tone, 1 for noise; a voice is below 0.3. */
  readonly flatness: number;
  readonly isGood: boolean;
}

/** Its CommonJS build exports what its types call `default`. */
const Meyda = meyda as unknown as typeof meyda.default;

const FLOOR_DB = -90;
/** Below this nobody speaks who could be understood, and no model is asked. */
export const INAUDIBLE_DB = -65;
/** Full scale of 16 bits, less one step. */
const CLIPPED_AT = 0.9999;
/** What a voice that is read must reach: at least so far above the noise, at most so much clipped, at most so flat. */
export const SOUND_GATE = { signalToNoiseDb: 6, clipped: 0.01, flatness: 0.5 } as const;
/** The noise of a room may rise by this much a chunk (1 dB a second), and falls at once. */
const NOISE_RISE_DB = 0.032;

export function loudnessDb(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return Math.max(FLOOR_DB, 10 * Math.log10(energy / Math.max(1, samples.length) + 1e-12));
}

/** Whoever speaks is this much louder than the room. */
export const AUDIBLE_ABOVE_NOISE_DB = 4;
/** A talk may be going on when listening begins: the room is not taken to be louder than this before it was heard. */
const NOISE_AT_FIRST_DB = -50;

/** The noise floor of a room: the quietest that it has been, forgotten slowly. */
export class NoiseFloor {
  #db: number | undefined;

  get db(): number {
    return this.#db ?? FLOOR_DB;
  }

  hear(loudness: number): void {
    this.#db = Math.min(loudness, (this.#db ?? NOISE_AT_FIRST_DB) + NOISE_RISE_DB);
  }
}

/** `samples` at 16 kHz, at least one chunk long; `noiseDb` is the room's noise floor. */
export function soundQuality(samples: Float32Array, noiseDb: number): SoundQuality {
  const loudness = loudnessDb(samples);
  const signalToNoiseDb = loudness - noiseDb;
  const clipped = samples.filter((sample) => Math.abs(sample) >= CLIPPED_AT).length / Math.max(1, samples.length);
  const { centroidHz, flatness } = spectrumOf(samples);
  const isGood =
    signalToNoiseDb >= SOUND_GATE.signalToNoiseDb && clipped <= SOUND_GATE.clipped && flatness <= SOUND_GATE.flatness;
  return { loudnessDb: loudness, signalToNoiseDb, clipped, centroidHz, flatness, isGood };
}

/** Means over the chunks, weighted by their energy, so that pauses do not count. */
function spectrumOf(samples: Float32Array): { readonly centroidHz: number; readonly flatness: number } {
  Meyda.bufferSize = CHUNK_SAMPLES;
  Meyda.sampleRate = SAMPLE_RATE_HZ;
  const sum = { weight: 1e-12, centroid: 0, flatness: 0 };
  for (let at = 0; at + CHUNK_SAMPLES <= samples.length; at += CHUNK_SAMPLES) {
    const features = Meyda.extract(
      ['rms', 'spectralCentroid', 'spectralFlatness'],
      samples.subarray(at, at + CHUNK_SAMPLES),
    );
    const { rms = 0, spectralCentroid = 0, spectralFlatness = 0 } = features ?? {};
    const weight = rms * rms;
    if (!Number.isFinite(weight * spectralCentroid * spectralFlatness)) continue;
    sum.weight += weight;
    sum.centroid += weight * spectralCentroid;
    sum.flatness += weight * spectralFlatness;
  }
  const hzPerBin = SAMPLE_RATE_HZ / CHUNK_SAMPLES;
  return { centroidHz: (sum.centroid / sum.weight) * hzPerBin, flatness: sum.flatness / sum.weight };
}
