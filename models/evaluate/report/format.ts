// Numbers as a reader sees them, for the terminal and the page alike.
import type { Interval } from '../metrics/bootstrap.ts';

export const NONE = '–';

/** `0.5362` → `53.6 %` */
export const percent = (value: number | null) => (value === null ? NONE : `${(value * 100).toFixed(1)} %`);

/** `[0.52, 0.553]` → `52.0–55.3` */
export const range = (interval: Interval) =>
  interval === null ? NONE : `${(interval[0] * 100).toFixed(1)}–${(interval[1] * 100).toFixed(1)}`;

export const decimals = (value: number | null, digits = 3) => (value === null ? NONE : value.toFixed(digits));

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
