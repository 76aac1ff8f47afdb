import { describe, expect, test } from 'vitest';
import { measure } from '../../../models/evaluate/metrics/measures.ts';
import { Progress } from '../../../models/evaluate/progress.ts';
import { reportPage } from '../../../models/evaluate/report/page.ts';
import { summaryOf } from '../../../models/evaluate/report/summary.ts';
import { type Result, resultSchema } from '../../../models/evaluate/result.ts';
import { HandClock } from '../../fixtures/inference/hand-clock.ts';
import { prediction } from './predictions.ts';

const LABELS = ['female', 'male'];

function resultOf(file: string, group: string): Result {
  const predictions = [
    prediction(0, [0.9, 0.1], { file, group }),
    prediction(1, [0.8, 0.2], { file, group }),
    prediction(1, [0.3, 0.7], { file, group, flaws: ['dark'] }),
  ];
  return resultSchema.parse({
    v: 1,
    task: 'gender',
    model: 'tiny',
    version: '1.0.0',
    artifact: { file: 'tiny.onnx', precision: 'int8', provider: 'cpu', sha256: 'f'.repeat(64), bytes: 1_200_000 },
    data: { folder: 'shapes', split: 'test', limit: null, groupColumns: ['group'], detect: true, seed: 1 },
    ...measure(predictions, { labels: LABELS, unsureBelow: 0.75, seed: 1 }),
    msPerSample: 1.25,
    skipped: { total: 1, reasons: { NO_FACE: { count: 1, named: [`line 9: ${file}`] } } },
    gate: null,
    pairs: null,
    robustness: [
      { family: 'size', level: '16 px', n: 3, found: 0.75, accuracy: 2 / 3, uar: 0.75, coverage: 0.5, sureAccuracy: 1 },
    ],
  });
}

describe('a report', () => {
  const occlusion = [{ label: 'male', n: 4, columns: 2, rows: 2, losses: [0.5, -0.1, 0, 0.2] }];
  const context = { occlusion, command: 'npm run evaluate -- --task gender', date: new Date(0) };

  test('holds figures, curves, groups, robustness, maps, errors and what was skipped', () => {
    const page = reportPage(resultOf('a.png', 'north'), context);
    for (const part of [
      '66.7 %',
      'ROC',
      'Calibration',
      'By group',
      'north',
      '16 px',
      'male, mean of 4',
      'NO_FACE: 1',
    ]) {
      expect(page).toContain(part);
    }
  });

  test('of voices holds the gate of noise, of fusion the pairs with and without attribution', () => {
    const result = resultOf('a.wav', 'north');
    const gate = [
      { signalToNoiseDb: 0, coverage: 1, accuracy: 0.5 },
      { signalToNoiseDb: 10, coverage: 0.4, accuracy: 0.75 },
    ];
    const voices = reportPage({ ...result, task: 'speech-emotion', gate }, context);
    for (const part of ['Too noisy', '10 dB', '75.0 %', 'voices as they are']) expect(voices).toContain(part);
    expect(voices).not.toContain('face found');
    const row = { n: 9, accuracy: 0.7, uar: 0.7, macroF1: 0.655, ece: 0.04 };
    const pairs = [{ pairing: 'mismatched', from: 'fused where attributed', ...row }];
    const fusion = reportPage({ ...result, task: 'fusion', robustness: null, pairs }, context);
    for (const part of ['Pairs', 'mismatched: fused where attributed', '65.5 %']) expect(fusion).toContain(part);
    expect(fusion).not.toContain('Robustness');
  });

  test('loads nothing, runs nothing and shows no picture', () => {
    const page = reportPage(resultOf('a.png', 'north'), context);
    expect(page).not.toMatch(/<(script|img|image|iframe|object|video|audio)\b/i);
    expect(page).not.toMatch(/(src|href)\s*=\s*"(?!data:,")/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('width=device-width');
  });

  test('what comes from data cannot become markup', () => {
    const page = reportPage(resultOf('<img src=x>.png', '"><b>'), { ...context, command: '<i>' });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('"><b>');
    expect(page).not.toContain('<i>');
    expect(page).toContain('&lt;img src=x&gt;.png');
  });
});

test('the summary on a terminal says the figures and names what was skipped', () => {
  const summary = summaryOf(resultOf('a.png', 'north'));
  expect(summary).toContain('gender: tiny 1.0.0, tiny.onnx (int8, cpu)');
  expect(summary).toMatch(/accuracy +66\.7 %/);
  expect(summary).toContain('refused by the quality gate: 1 dark');
  expect(summary).toContain('skipped 1: NO_FACE, the detector found no face\n  line 9: a.png');
});

describe('progress', () => {
  const output = (isTTY: boolean) => {
    const lines: string[] = [];
    return { lines, isTTY, write: (text: string) => lines.push(text) };
  };

  test('a terminal sees one line that is written again, at most ten times a second', async () => {
    const clock = new HandClock();
    const terminal = output(true);
    const progress = new Progress(terminal, clock, 'faces', 200);
    for (let done = 1; done <= 200; done += 1) {
      await clock.pass(10);
      progress.show(done);
    }
    expect(terminal.lines.length).toBeGreaterThan(15);
    expect(terminal.lines.length).toBeLessThanOrEqual(21);
    expect(terminal.lines[10]).toBe('\r\u001b[Kfaces: 101 of 200 (50 %), 100 a second, 1 s left');
    expect(terminal.lines.at(-1)).toMatch(/200 of 200 \(100 %\), 100 a second, 2 s\n$/);
  });

  test('elsewhere each tenth is a line', async () => {
    const clock = new HandClock();
    const file = output(false);
    const progress = new Progress(file, clock, 'faces', 1_000);
    for (let done = 8; done <= 1_000; done += 8) progress.show(done);
    expect(file.lines).toHaveLength(10);
  });
});
