// A voice reading: what is made of one utterance. Sound that is too noisy, clipped or no voice is not read at all: its
// vote is `unsure`, and it is laid to no face. Pure.
import { EMOTIONS, type Mood } from '../../../shared/vocabulary.ts';
import { CHUNK_MS, CHUNK_SAMPLES } from '../capture/audio-chunk.ts';
import type { Utterance } from './ear.ts';
import { loudnessDb, SOUND_GATE, type SoundQuality } from './sound-quality.ts';

export const SOUND_FLAWS = ['noisy', 'clipped', 'toneless'] as const;
export type SoundFlaw = (typeof SOUND_FLAWS)[number];

export interface VoiceThresholds {
  /** A best probability below this votes `unsure`. */
  readonly unsureBelow: number;
  /** Less above the noise of the room than this is too noisy. */
  readonly signalToNoiseDb: number;
}

export interface VoiceReading {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Loudness of each chunk, from the beginning: whose mouth moved with it may have spoken. */
  readonly loudnessDb: readonly number[];
  readonly stepMs: number;
  /** Calibrated, in the order of `EMOTIONS`; null where no model runs or the sound was not good enough. */
  readonly probabilities: readonly number[] | null;
  /** Why the sound was not good enough; empty when it was. */
  readonly flaws: readonly SoundFlaw[];
  readonly mood: Mood;
}

/** Why an utterance is not to be read. */
export function soundFlawsOf(quality: SoundQuality, signalToNoiseDb: number): readonly SoundFlaw[] {
  const flaws: SoundFlaw[] = [];
  if (quality.signalToNoiseDb < Math.max(signalToNoiseDb, SOUND_GATE.signalToNoiseDb)) flaws.push('noisy');
  if (quality.clipped > SOUND_GATE.clipped) flaws.push('clipped');
  if (quality.flatness > SOUND_GATE.flatness) flaws.push('toneless');
  return flaws;
}

/** @param read what the model says of it, null without one @param thresholds of its manifest, null without one */
export function voiceReadingOf(
  { startedAtMs, endedAtMs, samples, quality }: Utterance,
  read: readonly number[] | null,
  thresholds: VoiceThresholds | null,
): VoiceReading {
  const flaws = soundFlawsOf(quality, thresholds?.signalToNoiseDb ?? 0);
  const probabilities = flaws.length > 0 || thresholds === null ? null : read;
  const mood = moodOf(probabilities, thresholds?.unsureBelow ?? 1);
  const spoken = { startedAtMs, endedAtMs, loudnessDb: loudnessOf(samples), stepMs: CHUNK_MS };
  return { ...spoken, probabilities, flaws, mood };
}

function moodOf(probabilities: readonly number[] | null, unsureBelow: number): Mood {
  if (probabilities === null) return 'unsure';
  const best = probabilities.reduce((at, value, index) => (value > (probabilities[at] ?? 0) ? index : at), 0);
  return (probabilities[best] ?? 0) < unsureBelow ? 'unsure' : (EMOTIONS[best] ?? 'unsure');
}

const loudnessOf = (samples: Float32Array): readonly number[] =>
  Array.from({ length: Math.floor(samples.length / CHUNK_SAMPLES) }, (_, chunk) =>
    loudnessDb(samples.subarray(chunk * CHUNK_SAMPLES, (chunk + 1) * CHUNK_SAMPLES)),
  );
