// What the evaluator was asked for, out of its arguments.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { PRECISIONS } from '../../shared/manifest.ts';

/** Tasks that can be asked for; which of them ship is the manifests' say. */
export const EVALUATED_TASKS = ['face-emotion', 'gender', 'speech-emotion', 'fusion'] as const;
export type EvaluatedTask = (typeof EVALUATED_TASKS)[number];

export interface EvaluateOptions {
  readonly task: EvaluatedTask;
  readonly data: string;
  /** Folder of the voices; only fusion has two folders. */
  readonly voices: string | null;
  readonly split: string | null;
  /** Null where the task has one model alone. */
  readonly model: string | null;
  /** Null takes the artifact for this machine's processor. */
  readonly precision: (typeof PRECISIONS)[number] | null;
  readonly groupColumns: readonly string[];
  readonly detect: boolean;
  readonly robustness: boolean;
  readonly limit: number | null;
  readonly seed: number;
  readonly threads: number;
  readonly manifestFolder: string;
  readonly artifactFolders: readonly string[];
  readonly json: boolean;
  /** File for what was said of each sample. */
  readonly predictions: string | null;
  readonly report: string | null;
}

export const USAGE = `usage: npm run evaluate -- --task TASK --data DIR [options]

Runs the model that ships through the device's own functions over a folder of labelled files, and says how good it is.

  --task TASK         ${EVALUATED_TASKS.join(' | ')}
  --data DIR          folder with labels.csv: file,label and, where there are, split and group columns

  --voices DIR        fusion alone: folder with labels.csv of voices; --data holds the faces, paired by label at random
  --split NAME        rows to take (default: test, or else validation; all where there is no such column)
  --model ID          one of several models of the task
  --precision P       ${PRECISIONS.join(' | ')}: another artifact of the model, on this processor
  --group COLUMN      figures by the values of a column; A,B crosses two columns (label is a column too)
  --detect            find and align the face first, as in a room; otherwise a picture is the face's crop
  --robustness        also: accuracy of the split under 36 disturbances, from blur to masks (37 runs in all)
  --limit N           N rows of the split, drawn by the seed
  --seed N            of everything that is drawn (default 1)
  --threads N         of one run of the model (default 1)
  --manifests DIR     (default models/manifests)
  --artifacts DIR     where models are looked for first (then models/artifacts and .cache/models)
  --json              the result as JSON on standard output
  --predictions FILE  what was said of each sample, as JSON lines
  --report FILE.html  the result as one page with curves, and without a picture of anyone
  --help              this text

Exit codes: 0 evaluated (what was skipped is counted and named), 64 wrong usage, 66 no such data, 69 no such model,
73 the report cannot be written.`;

/** Where the models that ship lie, those that were trained here and those that are built at prepare time. */
export const shippedFolders = (root: string) => ({
  manifestFolder: join(root, 'models/manifests'),
  artifactFolders: [join(root, 'models/artifacts'), join(root, '.cache/models')],
});

/** @returns null when help is asked for. @throws RoomtoneError `USAGE` */
export function readOptions(args: readonly string[], root: string, folder: string): EvaluateOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const own = (path: string) => resolve(folder, path);
  const shipped = shippedFolders(root);
  return {
    task: oneOf('--task', values.task, EVALUATED_TASKS),
    data: own(required('--data', values.data)),
    voices: values.voices === undefined ? null : own(values.voices),
    split: values.split ?? null,
    model: values.model ?? null,
    precision: values.precision === undefined ? null : oneOf('--precision', values.precision, PRECISIONS),
    groupColumns: values.group === undefined ? [] : values.group.split(',').map((column) => column.trim()),
    detect: values.detect,
    robustness: values.robustness,
    limit: values.limit === undefined ? null : positive('--limit', values.limit),
    seed: positive('--seed', values.seed),
    threads: positive('--threads', values.threads),
    manifestFolder: values.manifests === undefined ? shipped.manifestFolder : own(values.manifests),
    artifactFolders: [...values.artifacts.map(own), ...shipped.artifactFolders],
    json: values.json,
    predictions: values.predictions === undefined ? null : own(values.predictions),
    report: values.report === undefined ? null : own(values.report),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        task: { type: 'string' },
        data: { type: 'string' },
        voices: { type: 'string' },
        split: { type: 'string' },
        model: { type: 'string' },
        precision: { type: 'string' },
        group: { type: 'string' },
        detect: { type: 'boolean', default: false },
        robustness: { type: 'boolean', default: false },
        limit: { type: 'string' },
        seed: { type: 'string', default: '1' },
        threads: { type: 'string', default: '1' },
        manifests: { type: 'string' },
        artifacts: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        predictions: { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usage(messageOf(error), error);
  }
}

function required(option: string, value: string | undefined): string {
  if (value === undefined || value === '') throw usage(`${option} is missing`);
  return value;
}

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === required(option, value));
  if (found === undefined) throw usage(`${option} is one of ${allowed.join(', ')}, not '${value}'`);
  return found;
}

/** @throws RoomtoneError `USAGE` with `hint` */
export function positive(option: string, value: string, hint = HINT): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw usage(`${option} is a whole number from 1, not '${value}'`, undefined, hint);
}

const HINT = 'See `npm run evaluate -- --help`.';

const usage = (message: string, cause?: unknown, hint = HINT) => new RoomtoneError('USAGE', message, hint, { cause });
