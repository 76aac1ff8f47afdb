// JSON lines on standard error. Redaction removes: nothing that could hold a secret, a picture or a voice is printed.
import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogRing } from './log-ring.ts';

export type { Logger } from 'pino';

const REMOVED_KEYS = [
  'password',
  'code',
  'token',
  'cookie',
  'authorization',
  'frame',
  'crop',
  'audio',
  'embedding',
  'track',
];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The logger of one program; `name` stands in each line. `ring` gets each line too. */
export function createLog(name: string, level: LogLevel = 'info', ring?: LogRing): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: REMOVED_KEYS.flatMap((key) => [key, `*.${key}`]), remove: true },
    },
    ring === undefined ? process.stderr : both(ring),
  );
}

const both = (ring: LogRing) => ({
  write(line: string) {
    process.stderr.write(line);
    ring.write(line);
  },
});
