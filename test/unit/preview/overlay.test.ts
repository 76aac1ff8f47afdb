import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../device/sense/observation.ts';
import { overlayOf } from '../../../device/sense/preview/overlay.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { squareAt } from '../vision/faces.ts';

const UNSURE_BELOW = { emotion: 0.4, gender: 0.6 };
const CANARY = 170_141_183_460_469;
const track = {
  box: squareAt(320, 90, 64),
  firstSeenMs: 1_000,
  score: 0.9,
  emotion: EMOTIONS.map((emotion) => (emotion === 'happy' ? 0.7 : 0.05)),
  isReadable: true,
  isFacing: true,
};
const observation = (tracks: Observation['tracks']): Observation => ({
  capturedAtMs: 3_500,
  widthPx: 640,
  heightPx: 360,
  tracks,
});

describe('the overlay', () => {
  it('says faces as fractions of the picture, with their mood and how long they were seen', () => {
    const { faces } = overlayOf(observation([{ ...track, id: CANARY }]), 2_500, UNSURE_BELOW);
    expect(faces).toEqual([
      {
        ...{ x: 0.5, y: 0.25, width: 0.1, height: 64 / 360, ageSeconds: 2.5 },
        ...{ mood: 'happy', probabilities: track.emotion, gender: null },
      },
    ]);
  });

  it('P8: never holds a track id, and its order tells nothing but the place', () => {
    const tracks = [500, 100, 300].map((x, index) => ({ ...track, id: CANARY + index, box: squareAt(x, 0, 50) }));
    const overlay = overlayOf(observation(tracks), 0, UNSURE_BELOW);
    const text = JSON.stringify(overlay);
    for (const { id } of tracks) expect(text).not.toContain(String(id));
    expect(overlay.faces.map(({ x }) => x * 640)).toEqual([100, 300, 500]);
  });

  it('has no mood where no emotion model is loaded', () => {
    const [face] = overlayOf(observation([{ ...track, id: 1, emotion: null }]), 0, UNSURE_BELOW).faces;
    expect(face).toMatchObject({ mood: null, probabilities: null });
  });

  it('says the perceived gender where it is read, and that it is unsure below the threshold of the model', () => {
    const genders = [[0.9, 0.1], [0.41, 0.59], [0.2, 0.8], null].map((gender, id) => ({
      ...{ ...track, id, gender },
      box: squareAt(id * 50, 0, 40),
    }));
    expect(overlayOf(observation(genders), 0, UNSURE_BELOW).faces.map(({ gender }) => gender)).toEqual([
      { label: 'female', probability: 0.9 },
      { label: 'unsure', probability: 0.59 },
      { label: 'male', probability: 0.8 },
      null,
    ]);
  });

  it('shows at most fifty faces', () => {
    const crowd = Array.from({ length: 80 }, (_, id) => ({ ...track, id }));
    expect(overlayOf(observation(crowd), 0, UNSURE_BELOW).faces.length).toBe(50);
  });
});
