import { describe, expect, test } from 'vitest';
import { pickArtifact, pickModel } from '../../../models/evaluate/model-choice.ts';
import { readOptions } from '../../../models/evaluate/options.ts';
import { drawn } from '../../../models/evaluate/random-rows.ts';
import { isRoomtoneError } from '../../../shared/errors.ts';
import { type Manifest, manifestSchema } from '../../../shared/manifest.ts';

const artifact = {
  provider: 'cpu',
  precision: 'int8',
  file: 'x.onnx',
  sha256: 'a'.repeat(64),
  bytes: 9,
  goldenTolerance: 0.1,
};
const gender = (id: string): Manifest =>
  manifestSchema.parse({
    v: 1,
    task: 'gender',
    id,
    version: '1.0.0',
    source: { kind: 'trained', recipe: 'models/train', data: ['shapes'] },
    licence: { spdx: 'MIT', holder: 'Roomtone' },
    artifacts: [artifact, { ...artifact, provider: 'webgpu', precision: 'float32', file: 'y.onnx' }],
    input: { face: 'face', widthPx: 8, heightPx: 8 },
    output: { labels: ['female', 'male'] },
    alignment: { imageLeftEye: [0.3, 0.4], imageRightEye: [0.7, 0.4] },
    thresholds: { unsureBelow: 0.6 },
    calibration: { temperature: 1 },
  });

const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return isRoomtoneError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
};

describe('the choice of a model', () => {
  test('a task without a manifest is not shipped, and the error says which tasks are', () => {
    const refused = codeOf(() => pickModel([gender('a')], 'speech-emotion', null));
    expect(refused).toBe('MODEL_NOT_SHIPPED: there is no model for speech-emotion; there are models for gender');
    expect(codeOf(() => pickModel([], 'fusion', null))).toContain('there are models for no task');
  });

  test('the only model of a task is taken; of several one has to be named', () => {
    expect(pickModel([gender('a')], 'gender', null).id).toBe('a');
    expect(pickModel([gender('a'), gender('b')], 'gender', 'b').id).toBe('b');
    expect(codeOf(() => pickModel([gender('a'), gender('b')], 'gender', null))).toMatch(/^MODEL_AMBIGUOUS: .* a, b$/);
    expect(codeOf(() => pickModel([gender('a')], 'gender', 'c'))).toMatch(/^MODEL_UNKNOWN: .* there are a$/);
  });

  test('a task that ships before the evaluator knows its lane is refused, not misread', () => {
    const foreign = { ...gender('a'), task: 'fusion' } as unknown as Manifest;
    expect(codeOf(() => pickModel([foreign], 'fusion', null))).toMatch(/^TASK_NOT_EVALUATED: a ships/);
  });

  test('the artifact for this processor is taken, or one by its precision, which then runs here', () => {
    expect(pickArtifact(gender('a'), null)).toMatchObject({ file: 'x.onnx', provider: 'cpu' });
    expect(pickArtifact(gender('a'), 'float32')).toMatchObject({ file: 'y.onnx', provider: 'cpu' });
    expect(codeOf(() => pickArtifact(gender('a'), 'float16'))).toContain('it has int8 for cpu, float32 for webgpu');
  });
});

describe('the options', () => {
  const read = (...args: string[]) => readOptions(args, '/app', '/here');

  test('help is not an evaluation', () => {
    expect(read('--help')).toBeNull();
  });

  test('paths are taken from where the command was given, defaults from the installation', () => {
    expect(read('--task', 'gender', '--data', 'faces', '--group', 'group,label', '--report', 'r.html')).toMatchObject({
      data: '/here/faces',
      groupColumns: ['group', 'label'],
      report: '/here/r.html',
      manifestFolder: '/app/models/manifests',
      artifactFolders: ['/app/models/artifacts', '/app/.cache/models'],
      split: null,
      detect: false,
    });
  });

  test.each([
    [[], 'USAGE: --task is missing'],
    [
      ['--task', 'age', '--data', 'x'],
      "USAGE: --task is one of face-emotion, gender, speech-emotion, fusion, not 'age'",
    ],
    [['--task', 'gender'], 'USAGE: --data is missing'],
    [['--task', 'gender', '--data', 'x', '--limit', '0'], "USAGE: --limit is a whole number from 1, not '0'"],
    [['--task', 'gender', '--data', 'x', '--precision', 'int4'], 'USAGE: --precision is one of int8'],
    [['--tsak', 'gender'], "USAGE: Unknown option '--tsak'"],
  ])('%j is refused', (args, message) => {
    expect(codeOf(() => read(...args))).toContain(message);
  });
});

test('a drawn part keeps the order, repeats by the seed, and is the whole when it is no smaller', () => {
  const rows = Array.from({ length: 50 }, (_, index) => index);
  const part = drawn(rows, 20, 4);
  expect(part).toHaveLength(20);
  expect([...part].sort((a, b) => a - b)).toEqual(part);
  expect(drawn(rows, 20, 4)).toEqual(part);
  expect(drawn(rows, 20, 5)).not.toEqual(part);
  expect(drawn(rows, 50, 4)).toBe(rows);
});
