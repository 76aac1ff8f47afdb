// The mood that a track shows now: its likeliest emotion, or `unsure` when the face is not readable or the model not
// certain. Null where no emotion model is loaded.
import { EMOTIONS, type Mood } from '../../../shared/vocabulary.ts';
import type { TrackObservation } from '../observation.ts';

/** `unsureBelow`: the manifest's threshold for the best probability. */
export function moodOf({ emotion, isReadable }: TrackObservation, unsureBelow: number): Mood | null {
  if (emotion === null) return null;
  const best = emotion.reduce((at, value, index) => (value > (emotion[at] ?? 0) ? index : at), 0);
  if (!isReadable || (emotion[best] ?? 0) < unsureBelow) return 'unsure';
  return EMOTIONS[best] ?? 'unsure';
}
