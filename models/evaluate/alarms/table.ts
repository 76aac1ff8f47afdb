// The figures of false alarms as the table that models/README.md holds. A zero is told with what it rests on.
import type { AlarmFigures, Rate } from './count.ts';

export interface AlarmRow {
  readonly what: string;
  readonly figures: AlarmFigures;
}

const HEADER = [
  '| video | videos | found | detections: seconds | false an hour | tracks in view: seconds | false an hour | videos with one |',
  '|---|---:|---:|---:|---:|---:|---:|---:|',
];

export const tableOf = (rows: readonly AlarmRow[]) => [...HEADER, ...rows.map(lineOf)].join('\n');

function lineOf({ what, figures: { videos, found, detections, tracks, videosMistaken } }: AlarmRow): string {
  const share = found === null ? '' : `${(100 * found).toFixed(1)} %`;
  const rates = [detections, tracks].flatMap((rate) => [rate.seconds.toFixed(0), rateText(rate)]);
  return `| ${[what, videos, share, ...rates, videosMistaken].join(' | ')} |`;
}

/** `12 (3)`: twelve an hour, from three that were seen; `none in 33 s, < 327`. */
export function rateText({ count, seconds, perHour, perHourAtMost }: Rate): string {
  if (perHour === null) return 'no video';
  if (perHourAtMost === null) return `${perHour.toFixed(0)} (${count})`;
  return `none in ${seconds.toFixed(0)} s, < ${Math.ceil(perHourAtMost)}`;
}
