// The options of the sense program.
import { parseArgs } from 'node:util';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { LOG_LEVELS, type LogLevel } from '../runtime/log.ts';

export interface SenseOptions {
  readonly stateFolder: string;
  readonly runFolder: string;
  /** As `parseSource` reads it. */
  readonly source: string;
  readonly demoFile: string | undefined;
  /** As `parseMicrophone` reads it. */
  readonly microphone: string;
  /** Folder of the built models. */
  readonly modelsFolder: string;
  readonly logLevel: LogLevel;
}

const OPTIONS = {
  state: { type: 'string' },
  run: { type: 'string' },
  source: { type: 'string', default: 'demo' },
  'demo-file': { type: 'string' },
  microphone: { type: 'string', default: 'none' },
  models: { type: 'string' },
  'log-level': { type: 'string', default: 'info' },
} as const;

/** @throws RoomtoneError `USAGE` */
export function parseSenseOptions(args: readonly string[]): SenseOptions {
  const values = parseValues(args);
  const { state, run, models } = values;
  if (state === undefined || run === undefined || models === undefined) {
    throw usage('--state, --run and --models are needed');
  }
  const logLevel = LOG_LEVELS.find((level) => level === values['log-level']);
  if (logLevel === undefined) throw usage(`--log-level takes one of ${LOG_LEVELS.join(', ')}`);
  const { source, microphone, 'demo-file': demoFile } = values;
  return { stateFolder: state, runFolder: run, source, demoFile, microphone, modelsFolder: models, logLevel };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw usage(messageOf(error), error);
  }
}

const usage = (message: string, cause?: unknown) =>
  new RoomtoneError('USAGE', message, 'sense --state DIR --run DIR --models DIR [--source SOURCE]', { cause });
