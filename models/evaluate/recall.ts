// What a detector saw in synthetic rooms, turned into figures: recall by size of face and false alarms a frame.
import type { Box } from '../../device/sense/frame.ts';
import { type Detection, overlapOf } from '../../device/sense/vision/detection.ts';
import { mergeOverlapping } from '../../device/sense/vision/detector-rows.ts';
import { type Look, OVERLAP } from './candidates.ts';
import { FACE_SIZES_PX, type Scene } from './scenes.ts';

export type Looks = { readonly filled: readonly Look[]; readonly empty: readonly Look[] };

export type Figures = {
  readonly score: number;
  /** Found faces of all faces, 0..1, in the order of FACE_SIZES_PX. */
  readonly recalls: readonly number[];
  readonly falseAlarms: number;
  readonly medianMs: number;
};

/** @param overlap least intersection over union with the true box of a face that counts as found */
export function summarise(looks: Looks, scenes: readonly Scene[], score: number, overlap: number): Figures {
  const seen = looks.filled.map((look) => facesOf(look, score));
  const recalls = FACE_SIZES_PX.map((sizePx) => {
    const found = scenes.filter(({ faces }, index) =>
      faces.some((face) => face.sizePx === sizePx && isFound(face.box, seen[index] ?? [], overlap)),
    );
    return found.length / scenes.length;
  });
  return { score, recalls, falseAlarms: falseAlarmsAt(looks, score), medianMs: medianMs(looks) };
}

/** Lowest score, in steps of 0.01, at which the rooms without faces give no more than this many boxes a frame. */
export function scoreFor(looks: Looks, falseAlarms: number): number {
  for (let percent = 20; percent < 100; percent++) {
    if (falseAlarmsAt(looks, percent / 100) <= falseAlarms) return percent / 100;
  }
  return 1;
}

const facesOf = (look: Look, score: number) =>
  mergeOverlapping(
    look.rows.filter((row) => row.score >= score),
    OVERLAP,
  );

const isFound = (box: Box, seen: readonly Detection[], overlap: number) =>
  seen.some((other) => overlapOf(other.box, box) >= overlap);

const falseAlarmsAt = ({ empty }: Looks, score: number) =>
  empty.reduce((sum, look) => sum + facesOf(look, score).length, 0) / empty.length;

function medianMs({ filled, empty }: Looks): number {
  const sorted = [...filled, ...empty].map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
