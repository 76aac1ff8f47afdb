// `npm run evaluate`: how good the models that ship are, on labelled data, through the device's own functions.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, SystemClock } from '../../device/runtime/clock.ts';
import { exitCodeOf } from '../../device/runtime/exit-codes.ts';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../shared/errors.ts';
import { runEvaluation } from './evaluation.ts';
import { chooseModel } from './model-choice.ts';
import { type EvaluateOptions, readOptions, USAGE } from './options.ts';
import { reportPage } from './report/page.ts';
import { summaryOf } from './report/summary.ts';

async function main(args: readonly string[], clock: Clock): Promise<void> {
  const options = readOptions(args, projectFolder(import.meta.url), commandFolder());
  if (options === null) return write(USAGE);
  const manifest = await chooseModel(options);
  const labelsCsv = await readLabels(options);
  const { result, occlusion } = await runEvaluation({ options, manifest, labelsCsv, clock, terminal: process.stderr });
  write(options.json ? JSON.stringify(result, null, 2) : summaryOf(result));
  if (options.report !== null) {
    const command = `npm run evaluate -- ${args.join(' ')}`;
    await save(options.report, reportPage(result, { occlusion, command, date: new Date(clock.wallMs()) }));
    process.stderr.write(`evaluate: the report is ${options.report}\n`);
  }
  if (result.n === 0) throw nothingEvaluated(result.skipped.total);
}

/** npm runs a script in the project's folder, and says where it was called from. */
function commandFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'evaluate' && folder !== undefined ? folder : process.cwd();
}

async function readLabels({ data }: EvaluateOptions): Promise<string> {
  try {
    return await readFile(join(data, 'labels.csv'), 'utf8');
  } catch (error) {
    throw new RoomtoneError('DATA_NOT_FOUND', messageOf(error), 'Name a folder that holds labels.csv with --data.', {
      cause: error,
    });
  }
}

async function save(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (error) {
    throw new RoomtoneError('REPORT_UNWRITABLE', messageOf(error), 'Name a file that can be written.', {
      cause: error,
    });
  }
}

const nothingEvaluated = (skipped: number) =>
  new RoomtoneError('DATA_EMPTY', `nothing was evaluated, ${skipped} skipped`, 'Read the reasons above.');

const write = (text: string) => void process.stdout.write(`${text}\n`);

try {
  await main(process.argv.slice(2), new SystemClock());
} catch (error) {
  const code = isRoomtoneError(error) ? error.code : 'INTERNAL';
  const hint = isRoomtoneError(error) ? error.hint : 'Report it, with this line.';
  process.stderr.write(`evaluate: ${code}: ${messageOf(error)}. ${hint}\n`);
  process.exitCode = exitCodeOf(error);
}
