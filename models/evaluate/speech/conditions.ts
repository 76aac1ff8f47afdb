// The conditions of the robustness table of voices.
import { seededRandom } from '../random.ts';
import {
  atDistance,
  clipped,
  fainter,
  narrowBand,
  reverberant,
  shortened,
  withBabble,
  withNoise,
} from './disturbance.ts';
import type { SoundDisturbance } from './speech-lane.ts';

export interface SoundCondition {
  readonly family: string;
  readonly level: string;
  readonly disturbance: SoundDisturbance;
}

/** Seeded afresh for each condition, so that one row can be measured alone. */
export function conditionsOf(seed: number): readonly SoundCondition[] {
  const random = () => seededRandom(seed);
  const row = (family: string, level: string, disturbance: SoundDisturbance) => ({ family, level, disturbance });
  return [
    ...[20, 10, 5, 0].map((db) => row('noise', `${db} dB`, withNoise(db, random()))),
    ...[20, 10, 5].map((db) => row('babble', `${db} dB`, withBabble(db, random()))),
    ...[0.3, 0.6, 1].map((seconds) => row('reverberation', `${seconds} s`, reverberant(seconds, random()))),
    ...[1, 2, 4].map((metres) => row('distance', `${metres} m`, atDistance(metres, random()))),
    row('band', '8 kHz', narrowBand),
    ...[0.01, 0.05, 0.2].map((share) => row('clipping', `${share * 100} %`, clipped(share))),
    ...[2, 1.2, 0.8].map((seconds) => row('short', `${seconds} s`, shortened(seconds))),
    row('faint', '20 dB', fainter(20)),
  ];
}
