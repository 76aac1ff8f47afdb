// People in front of a camera that isn't there: observations for tests.
import type { Observation, TrackObservation } from '../../../device/sense/observation.ts';
import { EMOTIONS, type Emotion } from '../../../shared/vocabulary.ts';

const BOX = { x: 10, y: 10, width: 80, height: 80 };

export const certain = (emotion: Emotion, probability = 0.9): readonly number[] =>
  EMOTIONS.map((name) => (name === emotion ? probability : (1 - probability) / (EMOTIONS.length - 1)));

export function trackOf(id: number, firstSeenMs: number, changes: Partial<TrackObservation> = {}): TrackObservation {
  return {
    id,
    box: BOX,
    firstSeenMs,
    score: 0.9,
    emotion: certain('happy'),
    isReadable: true,
    isFacing: true,
    ...changes,
  };
}

export const frameOf = (capturedAtMs: number, tracks: readonly TrackObservation[]): Observation => ({
  capturedAtMs,
  widthPx: 640,
  heightPx: 480,
  tracks,
});
