// Arithmetic of sensing hours. Pure.

export const DAY_MINUTES = 24 * 60;
export const STEP_MINUTES = 15;
const LENGTH_MIN = 60;

/** Minutes from `start` to `end`, over midnight where the end comes first; the same time means the whole day. */
export function minutesBetween(start: number, end: number): number {
  const minutes = (end - start + DAY_MINUTES) % DAY_MINUTES;
  return minutes === 0 ? DAY_MINUTES : Math.max(LENGTH_MIN, minutes);
}

/** `07:45`. */
export const timeText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
