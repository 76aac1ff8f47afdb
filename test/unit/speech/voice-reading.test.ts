import { describe, expect, test } from 'vitest';
import { soundFlawsOf, voiceReadingOf } from '../../../device/sense/speech/voice-reading.ts';
import { mostly } from '../fusion/weights.ts';

const good = { loudnessDb: -25, signalToNoiseDb: 25, clipped: 0, centroidHz: 1_200, flatness: 0.1, isGood: true };
const thresholds = { unsureBelow: 0.5, signalToNoiseDb: 10 };
const utterance = (quality = good) => ({
  samples: Float32Array.from({ length: 16_000 }, (_, index) => (index < 8_000 ? 0.1 : 0.01)),
  startedAtMs: 1_000,
  endedAtMs: 2_000,
  quality,
});

describe('a voice reading', () => {
  test('is what the model says, and `unsure` below its threshold', () => {
    expect(voiceReadingOf(utterance(), mostly('happy', 0.6), thresholds).mood).toBe('happy');
    expect(voiceReadingOf(utterance(), mostly('happy', 0.4), thresholds).mood).toBe('unsure');
  });

  test('of sound that is too noisy is unsure, with nothing to lay to a face, whatever the model would say', () => {
    const noisy = { ...good, signalToNoiseDb: 9.9 };
    const reading = voiceReadingOf(utterance(noisy), mostly('happy', 0.99), thresholds);
    expect(reading).toMatchObject({ mood: 'unsure', probabilities: null, flaws: ['noisy'] });
  });

  test('without a model is unsure', () => {
    expect(voiceReadingOf(utterance(), null, null)).toMatchObject({ mood: 'unsure', probabilities: null, flaws: [] });
  });

  test('names every flaw of the sound', () => {
    const bad = { ...good, signalToNoiseDb: 1, clipped: 0.2, flatness: 0.9 };
    expect(soundFlawsOf(bad, 10)).toEqual(['noisy', 'clipped', 'toneless']);
    expect(soundFlawsOf(good, 10)).toEqual([]);
  });

  test('tells how loud each chunk was, from the beginning', () => {
    const { loudnessDb, stepMs } = voiceReadingOf(utterance(), null, null);
    expect(loudnessDb).toHaveLength(31);
    expect(stepMs).toBe(32);
    expect((loudnessDb[3] ?? 0) - (loudnessDb[25] ?? 0)).toBeCloseTo(20, 1);
  });
});
