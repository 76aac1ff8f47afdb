import { describe, expect, test } from 'vitest';
import type { Row } from '../../../models/evaluate/data/labelled-set.ts';
import type { Answer, Lane } from '../../../models/evaluate/lane.ts';
import { predictRows } from '../../../models/evaluate/predict.ts';
import { HandClock } from '../../fixtures/inference/hand-clock.ts';

const clock = new HandClock();
const FOLDER = '/nowhere-in-particular';
const rows: readonly Row[] = Array.from({ length: 100 }, (_, index) => ({
  line: index + 2,
  file: `${index}.png`,
  truth: index % 2,
  group: null,
}));

/** Says 0 or 1 by the number in the file's name; each batch takes 4 ms. */
class CountingLane implements Lane<number> {
  readonly disturbances = () => [];
  readonly labels = ['even', 'odd'];
  readonly unsureBelow = 0;
  readonly model = {
    id: 'counting',
    version: '1.0.0',
    artifact: { file: 'x', precision: 'int8', provider: 'cpu', sha256: '', bytes: 0 },
  } as const;
  readonly batches: number[] = [];

  async read(path: string): Promise<number> {
    const number = Number(path.match(/(\d+)\.png$/)?.[1]);
    if (number % 10 === 3) throw new Error(`${path}: cut off`);
    // Late arrivals must not change the order.
    if (number % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
    return number;
  }

  async answer(samples: readonly number[]): Promise<readonly Answer[]> {
    this.batches.push(samples.length);
    await clock.pass(4);
    return samples.map((sample) =>
      sample % 10 === 7 ? { skipped: 'NO_FACE' } : { probabilities: sample % 2 === 0 ? [1, 0] : [0, 1], flaws: [] },
    );
  }

  async close(): Promise<void> {}
}

describe('predicting rows', () => {
  test('every row is answered or skipped by name, in order, in batches of at most eight', async () => {
    const lane = new CountingLane();
    const progress: number[] = [];
    const run = await predictRows(rows, lane, { folder: FOLDER, clock, onProgress: (done) => progress.push(done) });
    expect(run.predictions).toHaveLength(80);
    expect(run.predictions.every(({ truth, probabilities }) => probabilities[truth] === 1)).toBe(true);
    const files = run.predictions.map(({ file }) => Number.parseInt(file, 10));
    expect([...files].sort((a, b) => a - b)).toEqual(files);
    expect(run.skips.filter(({ reason }) => reason === 'NO_FACE')).toHaveLength(10);
    expect(run.skips.find(({ file }) => file === '3.png')).toMatchObject({ reason: 'FILE_MISSING', line: 5 });
    expect(Math.max(...lane.batches)).toBeLessThanOrEqual(8);
    expect(progress.at(-1)).toBe(100);
    expect(run.msPerSample).toBeCloseTo((lane.batches.length * 4) / 80, 9);
  });

  test('no rows are no predictions and no time', async () => {
    const run = await predictRows([], new CountingLane(), { folder: FOLDER, clock, onProgress: () => {} });
    expect(run).toEqual({ predictions: [], skips: [], msPerSample: null });
  });
});
