// One evaluation: rows → predictions → measures, and what was asked for besides.
import { basename, join } from 'node:path';
import type { Clock } from '../../device/runtime/clock.ts';
import { type LabelledSet, type Row, readLabelledSet } from './data/labelled-set.ts';
import { type Skip, summarise } from './data/skipped.ts';
import type { FaceLane } from './face/face-lane.ts';
import { type MeanOcclusion, meanOcclusions } from './face/mean-occlusion.ts';
import { openFaceLane } from './face/open-face-lane.ts';
import { conditionsOf, type RobustnessRow, robustnessRow, UNDISTURBED } from './face/robustness.ts';
import { measure } from './metrics/measures.ts';
import type { FaceManifest } from './model-choice.ts';
import type { EvaluateOptions } from './options.ts';
import { type PredictionRun, predictRows } from './predict.ts';
import { Progress, type ProgressOutput } from './progress.ts';
import { drawn } from './random-rows.ts';
import { type Result, resultSchema } from './result.ts';

export interface EvaluationInput {
  readonly options: EvaluateOptions;
  readonly manifest: FaceManifest;
  /** Text of labels.csv. */
  readonly labelsCsv: string;
  readonly clock: Clock;
  readonly terminal: ProgressOutput;
}

export interface Evaluation {
  readonly result: Result;
  /** By label; empty without a report. */
  readonly occlusion: readonly MeanOcclusion[];
}

/** @throws RoomtoneError those of the set and of the models */
export async function runEvaluation(input: EvaluationInput): Promise<Evaluation> {
  const { options, manifest, labelsCsv } = input;
  const lane = await openFaceLane(manifest, options);
  try {
    const { labels } = lane;
    const whole = readLabelledSet(labelsCsv, { labels, split: options.split, groupColumns: options.groupColumns });
    const set = { ...whole, rows: drawn(whole.rows, options.limit, options.seed) };
    const run = await predict(set.rows, lane, input, manifest.id);
    const robustness = options.robustness ? await robustnessOf(set.rows, run, lane, input) : null;
    const occlusion = options.report === null ? [] : await occlusionOf(run, lane, input);
    return { result: resultOf(set, run, lane, robustness, input), occlusion };
  } finally {
    await lane.close();
  }
}

function predict(rows: readonly Row[], lane: FaceLane, { options, clock, terminal }: EvaluationInput, title: string) {
  const progress = new Progress(terminal, clock, title, rows.length);
  return predictRows(rows, lane, { folder: options.data, clock, onProgress: (done) => progress.show(done) });
}

async function robustnessOf(rows: readonly Row[], run: PredictionRun, lane: FaceLane, input: EvaluationInput) {
  const rowOptions = { labels: lane.labels.length, unsureBelow: lane.unsureBelow };
  const table: RobustnessRow[] = [robustnessRow(UNDISTURBED, run, rowOptions)];
  for (const condition of conditionsOf(input.options.seed)) {
    const title = `${condition.family} ${condition.level}`;
    const disturbed = await predict(rows, lane.disturbedBy(condition.disturbance), input, title);
    table.push(robustnessRow(condition, disturbed, rowOptions));
  }
  return table;
}

function occlusionOf({ predictions }: PredictionRun, lane: FaceLane, { options, terminal }: EvaluationInput) {
  terminal.write('occlusion maps\n');
  return meanOcclusions(predictions, lane, (file) => lane.read(join(options.data, file)));
}

function resultOf(
  set: LabelledSet,
  { predictions, skips, msPerSample }: PredictionRun,
  { labels, unsureBelow, model }: FaceLane,
  robustness: readonly RobustnessRow[] | null,
  { options: { task, data, limit, groupColumns, detect, seed } }: EvaluationInput,
): Result {
  const all: readonly Skip[] = [...set.skips, ...skips];
  return resultSchema.parse({
    v: 1,
    task,
    model: model.id,
    version: model.version,
    artifact: model.artifact,
    data: { folder: basename(data), split: set.split, limit, groupColumns, detect, seed },
    ...measure(predictions, { labels, unsureBelow, seed }),
    msPerSample,
    skipped: summarise(all),
    robustness,
  });
}
