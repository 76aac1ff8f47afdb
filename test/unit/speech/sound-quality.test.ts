import { describe, expect, test } from 'vitest';
import { loudnessDb, NoiseFloor, soundQuality } from '../../../device/sense/speech/sound-quality.ts';

const tone = (hz: number, amplitude: number) =>
  Float32Array.from({ length: 16_000 }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / 16_000));
let seed = 1;
const noise = (amplitude: number) =>
  Float32Array.from({ length: 16_000 }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return amplitude * (seed / 2 ** 31 - 1);
  });

describe('the quality of sound', () => {
  test('has the loudness of a sine as its amplitude less 3 dB', () => {
    expect(loudnessDb(tone(440, 1))).toBeCloseTo(-3.01, 1);
    expect(loudnessDb(tone(440, 0.1))).toBeCloseTo(-23.01, 1);
    expect(loudnessDb(new Float32Array(512))).toBe(-90);
  });

  test('has the centre of its spectrum in Hz, and tells tones from noise', () => {
    const clear = soundQuality(tone(1_000, 0.3), -60);
    expect(clear.centroidHz).toBeGreaterThan(900);
    expect(clear.centroidHz).toBeLessThan(1_100);
    expect(clear.flatness).toBeLessThan(0.1);
    expect(clear.isGood).toBe(true);
    expect(soundQuality(noise(0.3), -60)).toMatchObject({ isGood: false });
    expect(soundQuality(noise(0.3), -60).flatness).toBeGreaterThan(0.5);
  });

  test('is bad where it is clipped, or drowned in the noise of the room', () => {
    const clipped = tone(500, 3).map((sample) => Math.max(-1, Math.min(1, sample)));
    expect(soundQuality(clipped, -60)).toMatchObject({ isGood: false });
    expect(soundQuality(clipped, -60).clipped).toBeGreaterThan(0.5);
    expect(soundQuality(tone(500, 0.1), -25)).toMatchObject({ isGood: false });
  });

  test('has a noise floor that falls at once and rises slowly', () => {
    const floor = new NoiseFloor();
    for (const db of [-40, -55, -20, -20]) floor.hear(db);
    expect(floor.db).toBeCloseTo(-55 + 0.064, 2);
    for (let i = 0; i < 31 * 10; i += 1) floor.hear(-20);
    expect(floor.db).toBeCloseTo(-45, 0);
  });
});
