import { describe, expect, test } from 'vitest';
import { SpokenMoods } from '../../../device/sense/fusion/spoken-moods.ts';
import type { Observation, TrackObservation } from '../../../device/sense/observation.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { syllables, voiceOf } from './talk.ts';
import { mostly, weightsOf } from './weights.ts';

const voice = { ...voiceOf(1), probabilities: mostly('angry', 0.9) };
const lastsMs = voice.endedAtMs - voice.startedAtMs;

function track(id: number, mouth: number | null): TrackObservation {
  const box = { x: 0, y: 0, width: 9, height: 9 };
  return {
    id,
    box,
    firstSeenMs: 0,
    score: 1,
    emotion: mostly('neutral', 0.4),
    isReadable: true,
    isFacing: true,
    mouth,
  };
}

const frame = (capturedAtMs: number, tracks: readonly TrackObservation[]): Observation => ({
  capturedAtMs,
  widthPx: 640,
  heightPx: 480,
  tracks,
});

/** Everyone is watched while the voice is heard: track 1 speaks, the others rest. */
function watched(ids: readonly number[], weights: ReturnType<typeof weightsOf> | null = weightsOf()) {
  const moods = new SpokenMoods(weights);
  for (let atMs = voice.startedAtMs; atMs <= voice.endedAtMs; atMs += 80) {
    moods.observe(
      frame(
        atMs,
        ids.map((id) => track(id, id === 1 ? syllables(1)(atMs - voice.startedAtMs) : 3)),
      ),
    );
  }
  return moods;
}

const angry = ({ tracks }: Observation, id: number) =>
  tracks.find((one) => one.id === id)?.emotion?.[EMOTIONS.indexOf('angry')] ?? 0;

describe('spoken moods', () => {
  test('a voice counts with the face that spoke it, and with no other', () => {
    const moods = watched([1, 2]);
    expect(moods.hear(voice)).toBe(1);
    const seen = moods.observe(frame(voice.endedAtMs + 100, [track(1, 3), track(2, 3)]));
    expect(angry(seen, 1)).toBeGreaterThan(0.5);
    expect(angry(seen, 2)).toBeCloseTo(0.1, 6);
  });

  test('it counts for as long as it lasted, and no longer', () => {
    const moods = watched([1]);
    moods.hear(voice);
    expect(angry(moods.observe(frame(voice.endedAtMs + lastsMs - 50, [track(1, 3)])), 1)).toBeGreaterThan(0.5);
    expect(angry(moods.observe(frame(voice.endedAtMs + lastsMs + 200, [track(1, 3)])), 1)).toBeCloseTo(0.1, 6);
  });

  test('where nobody can be told to have spoken every face votes alone', () => {
    const moods = watched([2, 3]);
    expect(moods.hear(voice)).toBeNull();
    const seen = frame(voice.endedAtMs + 100, [track(2, 3), track(3, 3)]);
    expect(moods.observe(seen)).toEqual(seen);
  });

  test('without a fusion model everything is as if nothing had been heard', () => {
    const moods = watched([1], null);
    expect(moods.hear(voice)).toBeNull();
    const seen = frame(voice.endedAtMs + 100, [track(1, 3)]);
    expect(moods.observe(seen)).toBe(seen);
  });

  test('a face that is not read stays unread, whoever spoke', () => {
    const moods = watched([1]);
    moods.hear(voice);
    const unread = { ...track(1, 3), emotion: null };
    expect(moods.observe(frame(voice.endedAtMs + 100, [unread])).tracks[0]?.emotion).toBeNull();
  });

  test('in a crowd too large to be watched nobody is taken to have spoken', () => {
    const crowd = Array.from({ length: 40 }, (_, index) => index + 1);
    expect(watched(crowd).hear(voice)).toBeNull();
  });

  test('who left long ago did not speak', () => {
    const moods = watched([1]);
    moods.observe(frame(voice.endedAtMs + 60_000, []));
    expect(moods.hear(voice)).toBeNull();
  });
});
