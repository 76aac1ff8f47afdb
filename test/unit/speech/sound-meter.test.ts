import { describe, expect, it } from 'vitest';
import type { HeardLevel } from '../../../device/sense/speech/ear.ts';
import { SoundMeter } from '../../../device/sense/speech/sound-meter.ts';
import { soundSchema, UTTERANCES_SHOWN } from '../../../shared/sense-api.ts';

const level = (levelDb: number, isSpeaking = false): HeardLevel => ({ levelDb, noiseDb: -62.34, isSpeaking });
const utterance = (endedAtMs: number) => ({
  startedAtMs: endedAtMs - 1_530,
  endedAtMs,
  quality: {
    loudnessDb: -21.26,
    signalToNoiseDb: 33.33,
    clipped: 0,
    centroidHz: 900,
    flatness: 0.1,
    isGood: true,
  },
});
const parts = { isShown: true, state: 'running', cause: null } as const;

describe('the sound meter', () => {
  it('remembers one second of levels and the last utterances, in numbers that keep the contract', () => {
    const meter = new SoundMeter();
    for (let chunk = 0; chunk < 200; chunk += 1) meter.hearLevel(level(chunk === 0 ? -12_000 : -40, true), chunk * 32);
    for (let each = 1; each <= 9; each += 1) meter.hearUtterance(utterance(each * 600));
    const measured = soundSchema.parse({ ...parts, ...meter.measured(6_400) });
    expect(measured.levelsDb).toHaveLength(31);
    expect(measured).toMatchObject({ noiseDb: -62.3, isSpeaking: true });
    expect(measured.utterances).toHaveLength(UTTERANCES_SHOWN);
    expect(measured.utterances[0]).toEqual({
      agoSeconds: 1,
      seconds: 1.5,
      loudnessDb: -21.3,
      signalToNoiseDb: 33.3,
      isGood: true,
    });
  });

  it('tells no level that is old, no utterance after a minute, and nothing once it was told to forget', () => {
    const meter = new SoundMeter();
    meter.hearLevel(level(-120, true), 0);
    meter.hearUtterance(utterance(0));
    expect(meter.measured(1_000).levelsDb).toEqual([-90]);
    expect(meter.measured(3_000)).toMatchObject({ levelsDb: [], noiseDb: null, isSpeaking: false });
    expect(meter.measured(59_000).utterances).toHaveLength(1);
    expect(meter.measured(61_000).utterances).toEqual([]);
    meter.forget();
    expect(meter.measured(100)).toEqual({ levelsDb: [], noiseDb: null, isSpeaking: false, utterances: [] });
  });
});
