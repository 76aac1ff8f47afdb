// The gender that a track is perceived as now, or `unsure` when the model is not certain. Null where no gender model is
// loaded, or none could read the face yet.
import { GENDERS, type PerceivedGender } from '../../../shared/manifest.ts';
import type { TrackObservation } from '../observation.ts';

/** `unsureBelow`: the manifest's threshold for the best probability. */
export function genderOf({ gender = null }: TrackObservation, unsureBelow: number): PerceivedGender | null {
  if (gender === null) return null;
  const best = Math.max(...gender);
  const label = best < unsureBelow ? undefined : GENDERS[gender.indexOf(best)];
  return { label: label ?? 'unsure', probability: Math.min(1, best) };
}
