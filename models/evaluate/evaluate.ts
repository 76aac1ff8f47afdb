// `npm run evaluate`: how good the models that ship are, on labelled data, through the device's own functions.
import { writeFile } from 'node:fs/promises';
import { type Clock, SystemClock } from '../../device/runtime/clock.ts';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { type Evaluation, runEvaluation } from './evaluation.ts';
import { tellFailure } from './failure.ts';
import { readLabels, runFusionEvaluation } from './fusion/run-fusion.ts';
import type { Prediction } from './metrics/prediction.ts';
import { chooseModel } from './model-choice.ts';
import { type EvaluateOptions, readOptions, USAGE } from './options.ts';
import { reportPage } from './report/page.ts';
import { summaryOf } from './report/summary.ts';

async function main(args: readonly string[], clock: Clock): Promise<void> {
  const options = readOptions(args, projectFolder(import.meta.url), commandFolder());
  if (options === null) return write(USAGE);
  const { result, predictions, occlusion } = await run(options, clock);
  if (options.predictions !== null) await save(options.predictions, linesOf(predictions));
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

async function run(options: EvaluateOptions, clock: Clock): Promise<Evaluation> {
  const terminal = process.stderr;
  if (options.task === 'fusion') return runFusionEvaluation({ options, clock, terminal });
  const manifest = await chooseModel(options);
  const labelsCsv = await readLabels(options.data);
  return runEvaluation({ options, manifest, labelsCsv, clock, terminal });
}

/** One JSON object a line: what training of the fusion reads. */
const linesOf = (predictions: readonly Prediction[]) =>
  predictions.map(({ file, truth, probabilities }) => `${JSON.stringify({ file, truth, probabilities })}\n`).join('');

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
  tellFailure('evaluate', error);
}
