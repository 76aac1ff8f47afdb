// One evaluation: rows → predictions → measures, and what was asked for besides.
import { basename, join } from 'node:path';
import type { Clock } from '../../device/runtime/clock.ts';
import { type LabelledSet, type Row, readLabelledSet } from './data/labelled-set.ts';
import { type Skip, summarise } from './data/skipped.ts';
import { FaceLane } from './face/face-lane.ts';
import { type MeanOcclusion, meanOcclusions } from './face/mean-occlusion.ts';
import { openFaceLane } from './face/open-face-lane.ts';
import { type RobustnessRow, robustnessRow, UNDISTURBED } from './face/robustness.ts';
import type { Lane } from './lane.ts';
import { type GatePoint, gateCurve } from './metrics/gate.ts';
import { measure } from './metrics/measures.ts';
import type { Prediction } from './metrics/prediction.ts';
import type { EvaluatedManifest } from './model-choice.ts';
import type { EvaluateOptions } from './options.ts';
import { type PredictionRun, predictRows } from './predict.ts';
import { Progress, type ProgressOutput } from './progress.ts';
import { drawn } from './random-rows.ts';
import { type Result, resultSchema } from './result.ts';
import { openSpeechLane } from './speech/open-speech-lane.ts';

export interface EvaluationInput {
  readonly options: EvaluateOptions;
  readonly manifest: EvaluatedManifest;
  /** Text of labels.csv. */
  readonly labelsCsv: string;
  readonly clock: Clock;
  readonly terminal: ProgressOutput;
}

export interface Evaluation {
  readonly result: Result;
  readonly predictions: readonly Prediction[];
  /** By label; empty without a report, and for voices. */
  readonly occlusion: readonly MeanOcclusion[];
}

/** @throws RoomtoneError those of the set and of the models */
export function runEvaluation(input: EvaluationInput): Promise<Evaluation> {
  const { manifest, options } = input;
  return manifest.task === 'speech-emotion'
    ? openSpeechLane(manifest, options).then((lane) => evaluate(lane, input))
    : openFaceLane(manifest, options).then((lane) => evaluate(lane, input));
}

async function evaluate<Sample>(lane: Lane<Sample>, input: EvaluationInput): Promise<Evaluation> {
  const { options, manifest, labelsCsv } = input;
  try {
    const { labels } = lane;
    const whole = readLabelledSet(labelsCsv, { labels, split: options.split, groupColumns: options.groupColumns });
    const set = { ...whole, rows: drawn(whole.rows, options.limit, options.seed) };
    const run = await predict(set.rows, lane, input, manifest.id);
    const robustness = options.robustness ? await robustnessOf(set.rows, run, lane, input) : null;
    const occlusion = options.report === null ? [] : await occlusionOf(run, lane, input);
    const result = resultOf(set, run, lane, robustness, input);
    return { result, predictions: run.predictions, occlusion };
  } finally {
    await lane.close();
  }
}

function predict<Sample>(rows: readonly Row[], lane: Lane<Sample>, input: EvaluationInput, title: string) {
  const { options, clock, terminal } = input;
  const progress = new Progress(terminal, clock, title, rows.length);
  return predictRows(rows, lane, { folder: options.data, clock, onProgress: (done) => progress.show(done) });
}

interface Robustness {
  readonly rows: readonly RobustnessRow[];
  /** Null where samples have no noise of their own. */
  readonly gate: readonly GatePoint[] | null;
}

async function robustnessOf<Sample>(
  rows: readonly Row[],
  run: PredictionRun,
  lane: Lane<Sample>,
  input: EvaluationInput,
): Promise<Robustness> {
  const rowOptions = { labels: lane.labels.length, unsureBelow: lane.unsureBelow };
  const table: RobustnessRow[] = [robustnessRow(UNDISTURBED, run, rowOptions)];
  const underNoise: Prediction[] = [];
  for (const { lane: disturbed, ...condition } of lane.disturbances(input.options.seed)) {
    const found = await predict(rows, disturbed, input, `${condition.family} ${condition.level}`);
    table.push(robustnessRow(condition, found, rowOptions));
    if (condition.family === 'noise') underNoise.push(...found.predictions);
  }
  return { rows: table, gate: underNoise.length === 0 ? null : gateCurve(underNoise) };
}

async function occlusionOf(
  { predictions }: PredictionRun,
  lane: unknown,
  { options, terminal }: EvaluationInput,
): Promise<readonly MeanOcclusion[]> {
  if (!(lane instanceof FaceLane)) return [];
  terminal.write('occlusion maps\n');
  return meanOcclusions(predictions, lane, (file) => lane.read(join(options.data, file)));
}

function resultOf(
  set: LabelledSet,
  { predictions, skips, msPerSample }: PredictionRun,
  { labels, unsureBelow, model }: Pick<Lane<unknown>, 'labels' | 'unsureBelow' | 'model'>,
  robustness: Robustness | null,
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
    gate: robustness?.gate ?? null,
    pairs: null,
    robustness: robustness?.rows ?? null,
  });
}
