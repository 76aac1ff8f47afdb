// The options of the capture program.
import { parseArgs } from 'node:util';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { LOG_LEVELS, type LogLevel } from '../runtime/log.ts';

export interface CaptureOptions {
  readonly socketPath: string;
  readonly addressFile: string;
  readonly logLevel: LogLevel;
}

const OPTIONS = {
  socket: { type: 'string' },
  'address-file': { type: 'string' },
  'log-level': { type: 'string', default: 'info' },
} as const;

/** @throws RoomtoneError `USAGE` */
export function parseCaptureOptions(args: readonly string[]): CaptureOptions {
  const { socket, 'address-file': addressFile, 'log-level': level } = parseValues(args);
  if (socket === undefined || addressFile === undefined) throw usage('--socket and --address-file are needed');
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (logLevel === undefined) throw usage(`--log-level takes one of ${LOG_LEVELS.join(', ')}`);
  return { socketPath: socket, addressFile, logLevel };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw usage(messageOf(error), error);
  }
}

const usage = (message: string, cause?: unknown) =>
  new RoomtoneError('USAGE', message, 'capture --socket PATH --address-file FILE [--log-level LEVEL]', { cause });
