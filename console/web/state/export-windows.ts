// Released windows as files for other programs, made in the browser: nothing is sent anywhere. Pure.
import { MOODS } from '../../../shared/vocabulary.ts';
import type { WindowMessage } from '../../../shared/window.ts';

const COLUMNS = ['start', 'seconds', 'boot', 'seq', 'stream', 'suppressed', 'epsilon', ...MOODS] as const;

/** RFC 4180. Noise may make counts negative: they are given as they were released. */
export function toCsv(windows: readonly WindowMessage[]): string {
  const rows = windows.map(({ window, boot, seq, stream, suppressed, privacy, counts }) => [
    window.start,
    window.seconds,
    boot,
    seq,
    stream,
    suppressed ?? '',
    privacy.epsilonMilli / 1_000,
    ...MOODS.map((mood) => counts?.[mood] ?? ''),
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

export const toJson = (windows: readonly WindowMessage[]) => `${JSON.stringify(windows, null, 2)}\n`;
