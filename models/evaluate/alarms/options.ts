// What the counter of false alarms was asked for, out of its arguments.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import { positive } from '../options.ts';

export interface AlarmOptions {
  /** Pictures that scenes are composed of; null for no scenes. */
  readonly faces: string | null;
  /** Clips of one talker each; null for none. */
  readonly clips: string | null;
  /** Scenes of each kind. */
  readonly scenes: number;
  /** For which a scene stands still. */
  readonly seconds: number;
  readonly seed: number;
  readonly threads: number;
  readonly json: boolean;
}

export const ALARM_USAGE = `usage: npx tsx models/evaluate/detector-alarms.ts [--faces DIR] [--clips DIR] [options]

Counts the false alarms an hour of the shipped detector and tracker, on composed scenes and on clips of one talker each.

  --faces DIR    square pictures (JPEG, PNG) of one face each, of which scenes are composed
  --clips DIR    clips (.mpg, .mp4, .mkv) in which one face, and no other, is seen all the time
  --scenes N     of each kind: clutter alone, with torn faces, with faces (default 60)
  --seconds N    for which each scene stands still (default 10)
  --seed N       of the scenes (default 1)
  --threads N    of one run of the model (default 1)
  --json         the figures as JSON on standard output
  --help         this text

Exit codes: 0 counted, 64 wrong usage, 66 no such data, 69 no such model.`;

const HINT = 'See `npx tsx models/evaluate/detector-alarms.ts --help`.';

/** @returns null when help is asked for. @throws RoomtoneError `USAGE` */
export function readAlarmOptions(args: readonly string[], folder: string): AlarmOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const own = (path: string | undefined) => (path === undefined ? null : resolve(folder, path));
  if (!values.faces && !values.clips) throw usage('--faces or --clips is missing');
  return {
    faces: own(values.faces),
    clips: own(values.clips),
    scenes: positive('--scenes', values.scenes, HINT),
    seconds: positive('--seconds', values.seconds, HINT),
    seed: positive('--seed', values.seed, HINT),
    threads: positive('--threads', values.threads, HINT),
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        faces: { type: 'string' },
        clips: { type: 'string' },
        scenes: { type: 'string', default: '60' },
        seconds: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        threads: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usage(messageOf(error), error);
  }
}

const usage = (message: string, cause?: unknown) => new RoomtoneError('USAGE', message, HINT, { cause });
