// What is told of one utterance to whoever tries the microphone. Pure.
import type { SentenceUtterance } from '../../../shared/sentence.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import type { SoundQuality } from './sound-quality.ts';
import { SOUND_GATE } from './sound-quality.ts';
import type { VoiceReading, VoiceThresholds } from './voice-reading.ts';

/** @param thresholds null where no model is loaded */
export function reportUtterance(
  reading: VoiceReading,
  quality: SoundQuality,
  thresholds: VoiceThresholds | null,
): SentenceUtterance {
  const { probabilities, mood, startedAtMs, endedAtMs } = reading;
  return {
    beginsSeconds: rounded(startedAtMs / 1_000, 2),
    seconds: rounded((endedAtMs - startedAtMs) / 1_000, 2),
    loudnessDb: rounded(quality.loudnessDb, 1),
    signalToNoiseDb: rounded(quality.signalToNoiseDb, 1),
    clipped: rounded(quality.clipped, 4),
    mood,
    probabilities: probabilities && byEmotion(probabilities),
    why: whyOf(reading, quality, thresholds),
  };
}

/** The first reason that stands in the way. */
export function whyOf(reading: VoiceReading, quality: SoundQuality, thresholds: VoiceThresholds | null): string {
  const needed = Math.max(thresholds?.signalToNoiseDb ?? 0, SOUND_GATE.signalToNoiseDb);
  if (reading.flaws.includes('noisy')) {
    return `too noisy: ${rounded(quality.signalToNoiseDb, 1)} dB above the noise, ${needed} are needed; come closer or find the noise`;
  }
  if (reading.flaws.includes('clipped')) return 'clipped: the microphone is overdriven; turn it down or step back';
  if (reading.flaws.includes('toneless')) return 'no tone of a voice in it';
  if (thresholds === null || reading.probabilities === null) return 'heard, but no model for speech emotion is loaded';
  const best = Math.max(...reading.probabilities);
  if (reading.mood !== 'unsure') return `read: ${percent(best)} sure, ${percent(thresholds.unsureBelow)} are needed`;
  return `nothing stands out: the likeliest has ${percent(best)}, ${percent(thresholds.unsureBelow)} are needed`;
}

const byEmotion = (probabilities: readonly number[]) =>
  Object.fromEntries(EMOTIONS.map((emotion, at) => [emotion, rounded(probabilities[at] ?? 0, 4)])) as Record<
    (typeof EMOTIONS)[number],
    number
  >;

const percent = (share: number) => `${Math.round(100 * share)} %`;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
