// What is told of one utterance to whoever tries the microphone. Pure.
import type { SentenceUtterance, SentenceVerdict } from '../../../shared/sentence.ts';
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
    verdict: verdictOf(reading, thresholds),
    neededDb: neededDb(thresholds),
    why: whyOf(reading, quality, thresholds),
  };
}

/** The first reason that stands in the way. */
export function verdictOf(
  { flaws, probabilities, mood }: VoiceReading,
  thresholds: VoiceThresholds | null,
): SentenceVerdict {
  const [flaw] = flaws;
  if (flaw !== undefined) return flaw;
  if (thresholds === null || probabilities === null) return 'no-model';
  return mood === 'unsure' ? 'unclear' : 'read';
}

export function whyOf(reading: VoiceReading, quality: SoundQuality, thresholds: VoiceThresholds | null): string {
  const best = percent(Math.max(...(reading.probabilities ?? [0])));
  const needed = percent(thresholds?.unsureBelow ?? 1);
  const verdict = verdictOf(reading, thresholds);
  switch (verdict) {
    case 'noisy':
      return `too noisy: ${rounded(quality.signalToNoiseDb, 1)} dB above the noise, ${neededDb(thresholds)} are needed; come closer or find the noise`;
    case 'clipped':
      return 'clipped: the microphone is overdriven; turn it down or step back';
    case 'toneless':
      return 'no tone of a voice in it';
    case 'no-model':
      return 'heard, but no model for speech emotion is loaded';
    case 'read':
      return `read: ${best} sure, ${needed} are needed`;
    case 'unclear':
      return `nothing stands out: the likeliest has ${best}, ${needed} are needed`;
    default:
      return verdict satisfies never;
  }
}

const neededDb = (thresholds: VoiceThresholds | null) =>
  Math.max(thresholds?.signalToNoiseDb ?? 0, SOUND_GATE.signalToNoiseDb);

const byEmotion = (probabilities: readonly number[]) =>
  Object.fromEntries(EMOTIONS.map((emotion, at) => [emotion, rounded(probabilities[at] ?? 0, 4)])) as Record<
    (typeof EMOTIONS)[number],
    number
  >;

const percent = (share: number) => `${Math.round(100 * share)} %`;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
