import { describe, expect, it } from 'vitest';
import type { TrackObservation } from '../../../device/sense/observation.ts';
import { moodOf } from '../../../device/sense/vision/mood.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';

const track: TrackObservation = {
  id: 1,
  box: { x: 0, y: 0, width: 10, height: 10 },
  firstSeenMs: 0,
  score: 0.9,
  emotion: EMOTIONS.map((emotion) => (emotion === 'sad' ? 0.7 : 0.05)),
  isReadable: true,
  isFacing: true,
};

describe('a mood', () => {
  it('is the likeliest emotion', () => expect(moodOf(track, 0.4)).toBe('sad'));
  it('is unsure below the threshold', () => expect(moodOf(track, 0.8)).toBe('unsure'));
  it('is unsure for a face that cannot be read', () =>
    expect(moodOf({ ...track, isReadable: false }, 0)).toBe('unsure'));
  it('is none without an emotion model', () => expect(moodOf({ ...track, emotion: null }, 0)).toBeNull());
});
