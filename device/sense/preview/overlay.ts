// The overlay: what the page draws over the mosaic, as data. No track id leaves: faces are told apart by their order
// alone, from left to right.
import { type PreviewOverlay, previewOverlaySchema } from '../../../shared/sense-api.ts';
import type { UnsureBelow } from '../aggregate/track-tally.ts';
import type { Observation, TrackObservation } from '../observation.ts';
import { genderOf } from '../vision/gender.ts';
import { moodOf } from '../vision/mood.ts';

const FACES_MAX = 50;

export function overlayOf(observation: Observation, sinceStartMs: number, unsureBelow: UnsureBelow): PreviewOverlay {
  const { tracks, widthPx, heightPx, capturedAtMs } = observation;
  const faceOf = (track: TrackObservation): PreviewOverlay['faces'][number] => ({
    x: track.box.x / widthPx,
    y: track.box.y / heightPx,
    width: track.box.width / widthPx,
    height: track.box.height / heightPx,
    ageSeconds: Math.max(0, (capturedAtMs - track.firstSeenMs) / 1_000),
    mood: moodOf(track, unsureBelow.emotion),
    probabilities: track.emotion === null ? null : [...track.emotion],
    gender: genderOf(track, unsureBelow.gender),
  });
  const faces = [...tracks]
    .sort((a, b) => a.box.x - b.box.x)
    .slice(0, FACES_MAX)
    .map(faceOf);
  return previewOverlaySchema.parse({ v: 1, atMs: sinceStartMs, widthPx, heightPx, faces });
}
