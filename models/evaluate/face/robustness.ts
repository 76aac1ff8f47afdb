// Robustness: how accuracy falls as a face gets farther away, blurred, dark, covered, turned or badly cropped. Every row
// is the whole split again under one disturbance; the first row is the undisturbed one.

import type { Alignment } from '../../../shared/manifest.ts';
import { confusionOf, totalsOf } from '../metrics/confusion.ts';
import { unsureAt } from '../metrics/unsure.ts';
import type { PredictionRun } from '../predict.ts';
import { seededRandom } from '../random.ts';
import {
  BLUR_REFERENCE_PX,
  compressed,
  type Disturbance,
  farAway,
  litBy,
  outOfFocus,
  shifted,
  turned,
  underLamp,
  withoutColour,
  zoomedOut,
} from './disturbance.ts';
import { boxed, glasses, masked } from './obstruction.ts';
import { turnedAway } from './yaw.ts';

export interface Condition {
  readonly family: string;
  readonly level: string;
  readonly disturbance: Disturbance;
}

/** Red, green and blue of a lamp, in relation to daylight. */
const LAMPS = { warm: [1.25, 1, 0.65], cold: [0.75, 1, 1.25] } as const;

export const UNDISTURBED = { family: 'as it is', level: '' } as const;

/** Seeded afresh for each condition, so that one row can be measured alone; `eyes`: where they lie in a picture. */
export function conditionsOf(seed: number, eyes: Alignment): readonly Condition[] {
  const family = <L extends number>(
    name: string,
    levels: readonly L[],
    say: (level: L) => string,
    make: (level: L) => Disturbance,
  ) => levels.map((level) => ({ family: name, level: say(level), disturbance: make(level) }));
  const degrees = (level: number) => `${level}°`;
  const percent = (level: number) => `${Math.round(level * 100)} %`;
  return [
    ...family('size', [48, 32, 24, 20, 16, 12], (px) => `${px} px`, farAway),
    ...family('blur', [0.5, 1, 1.5, 2, 3], (px) => `${px} px in ${BLUR_REFERENCE_PX}`, outOfFocus),
    ...family('light', [2, 0.5, 0.25, 0.12, 0.06], percent, (gain) => litBy(gain, seededRandom(seed))),
    ...Object.entries(LAMPS).map(([level, gains]) => ({ family: 'lamp', level, disturbance: underLamp(gains) })),
    { family: 'colour', level: 'none', disturbance: withoutColour },
    ...family('JPEG', [70, 40, 20, 10], (quality) => `quality ${quality}`, compressed),
    ...family('box', [0.1, 0.2, 0.3], percent, (share) => boxed(share, seededRandom(seed))),
    ...family(
      'mask',
      [0.6],
      (from) => `below ${percent(from)}`,
      (from) => masked(from, seededRandom(seed)),
    ),
    ...family(
      'glasses',
      [1, 0.25],
      (light) => (light === 1 ? 'clear' : 'dark'),
      (light) => glasses(light, eyes, seededRandom(seed)),
    ),
    ...family('yaw', [15, 30, 45], degrees, (angle) => turnedAway(angle, seededRandom(seed))),
    ...family('crop shift', [0.05, 0.1, 0.15, 0.2], percent, (share) => shifted(share, seededRandom(seed))),
    ...family('crop scale', [0.85, 1.15, 1.3], percent, zoomedOut),
    ...family('crop turn', [10, 20], degrees, (angle) => turned(angle, seededRandom(seed))),
  ];
}

export interface RobustnessRow {
  readonly family: string;
  readonly level: string;
  /** Evaluated; pictures without a face are missing here. */
  readonly n: number;
  /** Share of the pictures in which a face was found; 1 where none is searched. */
  readonly found: number | null;
  readonly accuracy: number | null;
  readonly uar: number | null;
  /** Share that would vote, and how often those votes are right. */
  readonly coverage: number | null;
  readonly sureAccuracy: number | null;
}

export interface RowOptions {
  readonly labels: number;
  readonly unsureBelow: number;
}

export function robustnessRow(
  { family, level }: Pick<Condition, 'family' | 'level'>,
  { predictions, skips }: PredictionRun,
  { labels, unsureBelow }: RowOptions,
): RobustnessRow {
  const n = predictions.length;
  const missed = skips.filter(({ reason }) => reason === 'NO_FACE').length;
  const { accuracy, uar } = totalsOf(confusionOf(predictions, labels));
  const { coverage, accuracy: sureAccuracy } = unsureAt(predictions, unsureBelow);
  return { family, level, n, found: n + missed === 0 ? null : n / (n + missed), accuracy, uar, coverage, sureAccuracy };
}
