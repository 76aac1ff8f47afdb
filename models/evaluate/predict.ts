// Runs the rows of a set through a lane: files are read ahead while the model runs, in the order of the rows.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../device/runtime/clock.ts';
import { BoundedQueue } from '../../device/stream/bounded-queue.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Row } from './data/labelled-set.ts';
import type { Skip, SkipReason } from './data/skipped.ts';
import type { Lane } from './lane.ts';
import type { Prediction } from './metrics/prediction.ts';

export interface PredictOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Called after each batch with the number of rows that are done. */
  readonly onProgress: (done: number) => void;
}

export interface PredictionRun {
  readonly predictions: readonly Prediction[];
  readonly skips: readonly Skip[];
  /** Preprocess, run and decode, without reading the file; null without a sample. */
  readonly msPerSample: number | null;
}

/** As many as the device puts through a model at once, at most. */
const BATCH = 8;
const READ_AHEAD = 32;

type Read<Sample> = { readonly row: Row; readonly sample: Sample } | { readonly row: Row; readonly skip: Skip };

export async function predictRows<Sample>(
  rows: readonly Row[],
  lane: Lane<Sample>,
  { folder, clock, onProgress }: PredictOptions,
): Promise<PredictionRun> {
  const predictions: Prediction[] = [];
  const skips: Skip[] = [];
  let spentMs = 0;
  let done = 0;
  for await (const batch of batches(readAhead(rows, lane, folder))) {
    const ready = batch.flatMap((one) => ('sample' in one ? [one] : []));
    skips.push(...batch.flatMap((one) => ('skip' in one ? [one.skip] : [])));
    const startedMs = clock.monotonicMs();
    const answers = await lane.answer(ready.map(({ sample }) => sample));
    spentMs += clock.monotonicMs() - startedMs;
    answers.forEach((answer, index) => {
      const row = ready[index]?.row;
      if (row === undefined) return;
      if ('skipped' in answer) skips.push(skipOf(row, answer.skipped));
      else predictions.push({ file: row.file, truth: row.truth, group: row.group, ...answer });
    });
    done += batch.length;
    onProgress(done);
  }
  return { predictions, skips, msPerSample: predictions.length === 0 ? null : spentMs / predictions.length };
}

/** The join of reading and running: reading waits when it is `READ_AHEAD` files ahead. */
function readAhead<Sample>(rows: readonly Row[], lane: Lane<Sample>, folder: string): AsyncIterable<Read<Sample>> {
  const queue = new BoundedQueue<Read<Sample>>(READ_AHEAD);
  const readAll = async () => {
    for (let start = 0; start < rows.length; start += BATCH) {
      const reads = rows.slice(start, start + BATCH).map((row) => readRow(row, lane, folder));
      for (const read of await Promise.all(reads)) await queue.put(read);
    }
    queue.close();
  };
  void readAll();
  return queue;
}

async function readRow<Sample>(row: Row, lane: Lane<Sample>, folder: string): Promise<Read<Sample>> {
  const path = join(folder, row.file);
  try {
    return { row, sample: await lane.read(path) };
  } catch (error) {
    return { row, skip: await unreadable(row, path, error) };
  }
}

async function unreadable(row: Row, path: string, error: unknown): Promise<Skip> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return skipOf(row, 'FILE_MISSING');
  return skipOf(row, 'FILE_UNREADABLE', messageOf(error).split('\n')[0]?.replaceAll(path, row.file));
}

const skipOf = ({ line, file }: Row, reason: SkipReason, detail?: string): Skip => ({
  reason,
  line,
  file,
  ...(detail === undefined ? {} : { detail }),
});

async function* batches<T>(values: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const value of values) {
    batch.push(value);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
