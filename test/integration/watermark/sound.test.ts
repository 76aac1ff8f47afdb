// The finder of the sound's watermark finds it in every form in which sound could leave, and in nothing else.
import { describe, expect, it } from 'vitest';
import { SCORE_FOUND } from '../../fixtures/watermark/sequence.ts';
import { chipAt, soundScore } from '../../fixtures/watermark/sound.ts';
import { SeededRandom } from '../../unit/privacy/seeded-random.ts';

const SAMPLES = 24_000;
const random = new SeededRandom('sound').bytes(SAMPLES);
/** Watermark under a tone and noise that are louder than it; `at` in samples of 16 kHz, whole or not. */
const soundAt = (at: number) =>
  3_000 * chipAt(Math.floor(at)) + 4_000 * Math.sin(at / 11) + 40 * ((random[Math.floor(at) % SAMPLES] ?? 0) - 128);
const at16kHz = Array.from({ length: SAMPLES }, (_, index) => soundAt(index));

const int16 = (values: readonly number[]) => new Uint8Array(Int16Array.from(values).buffer);
const float32 = (values: readonly number[]) =>
  new Uint8Array(Float32Array.from(values, (value) => value / 32_768).buffer);
/** Linear interpolation between the samples of 16 kHz. */
const atRate = (rateHz: number) =>
  Array.from({ length: Math.floor((SAMPLES - 1) * (rateHz / 16_000)) }, (_, index) => {
    const at = (index * 16_000) / rateHz;
    const [before = 0, after = 0] = [at16kHz[Math.floor(at)], at16kHz[Math.floor(at) + 1]];
    return before + (after - before) * (at % 1);
  });

describe('P7: the watermark of sound', () => {
  it.each([8_000, 11_025, 16_000, 22_050, 44_100, 48_000])(
    'P7: is found at %i Hz, as 16-bit and as float samples',
    (rateHz) => {
      expect(soundScore(int16(atRate(rateHz)))).toBeGreaterThan(SCORE_FOUND);
      expect(soundScore(float32(atRate(rateHz)))).toBeGreaterThan(SCORE_FOUND);
    },
  );

  it('P7: is found from any byte on, inverted, and within a tenth of a second', () => {
    expect(soundScore(int16(at16kHz).subarray(777))).toBeGreaterThan(SCORE_FOUND);
    expect(soundScore(float32(at16kHz).subarray(1_001))).toBeGreaterThan(SCORE_FOUND);
    expect(soundScore(int16(at16kHz.map((value) => -value)))).toBeGreaterThan(SCORE_FOUND);
    expect(soundScore(int16(at16kHz.slice(3_000, 4_600)))).toBeGreaterThan(SCORE_FOUND);
  });

  it('P7: is not found in the same sound without it, in text, in noise or in silence', () => {
    const without = at16kHz.map((value, index) => value - 3_000 * chipAt(index));
    const text = new TextEncoder().encode(
      '{"level":30,"time":1764000000000,"msg":"a window was released"}\n'.repeat(400),
    );
    for (const bytes of [int16(without), float32(without), text, random, new Uint8Array(20_000)])
      expect(soundScore(bytes)).toBeLessThan(SCORE_FOUND);
  });
});
