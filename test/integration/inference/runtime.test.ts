import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../../device/sense/inference/golden.ts';
import { openGate } from '../../../device/sense/inference/native-gate.ts';
import { type LoadOptions, loadModel } from '../../../device/sense/inference/runtime.ts';
import { floatsOf, floatTensor } from '../../../device/sense/inference/tensor.ts';
import type { Artifact } from '../../../shared/manifest.ts';
import { meanPlus, placeArtifact } from '../../fixtures/inference/tiny-models.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-runtime-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const zeros = floatTensor(new Float32Array(16), [1, 1, 4, 4]);
const probeFor = (value: number): Probe => ({
  feeds: { face: zeros },
  golden: [{ output: 'probabilities', index: 0, value }],
});
const optionsFor = (artifact: Artifact, probe: Probe, options: Partial<LoadOptions> = {}): LoadOptions => ({
  task: 'face-emotion',
  artifacts: [artifact],
  folders: [join(folder, 'elsewhere'), folder],
  providers: ['cpu'],
  threads: 1,
  probe,
  gate: openGate(),
  ...options,
});
const refusal = (options: LoadOptions) =>
  loadModel(options).then(
    () => ({ code: 'loaded', message: '' }),
    ({ code, message, hint }: { code: string; message: string; hint: string }) => ({ code, message, hint }),
  );

describe('a model', () => {
  it('runs when its bytes are those of the manifest and its golden values fit', async () => {
    const artifact = await placeArtifact(folder, meanPlus(3));
    const model = await loadModel(optionsFor(artifact, probeFor(3)));
    const face = floatTensor(
      Float32Array.from({ length: 32 }, (_, index) => index),
      [2, 1, 4, 4],
    );
    const outputs = await model.run({ face });
    expect([...floatsOf(outputs, 'probabilities', [2, 1])]).toEqual([10.5, 26.5]);
    expect(model).toMatchObject({ digest: `sha256:${artifact.sha256}`, provider: 'cpu', refused: [] });
    await model.close();
  });

  it('S4: is refused when a byte differs, or when it is cut off', async () => {
    const artifact = await placeArtifact(folder, meanPlus(4), 'damaged.onnx');
    const path = join(folder, artifact.file);
    const bytes = await readFile(path);
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect(await refusal(optionsFor(artifact, probeFor(4)))).toMatchObject({ code: 'MODEL_CORRUPT' });
    await truncate(path, 40);
    expect(await refusal(optionsFor(artifact, probeFor(4)))).toMatchObject({
      code: 'MODEL_CORRUPT',
      hint: expect.stringContaining('models:build'),
    });
  });

  it('is named with a hint when it is missing', async () => {
    const artifact = { ...(await placeArtifact(folder, meanPlus(5))), file: 'absent.onnx' };
    expect(await refusal(optionsFor(artifact, probeFor(5)))).toEqual({
      code: 'MODEL_MISSING',
      message: expect.stringContaining('absent.onnx'),
      hint: expect.stringContaining('models:build'),
    });
  });

  it('S4: is refused when it computes other values than it should, or none', async () => {
    const wrong = await placeArtifact(folder, meanPlus(3.01), 'wrong.onnx');
    expect(await refusal(optionsFor(wrong, probeFor(3)))).toMatchObject({
      code: 'MODEL_UNUSABLE',
      message: expect.stringContaining('golden values differ by 0.010'),
    });
    const nothing = await placeArtifact(folder, meanPlus(Number.NaN), 'nan.onnx');
    expect(await refusal(optionsFor(nothing, { ...probeFor(0), golden: [] }))).toMatchObject({
      code: 'MODEL_UNUSABLE',
    });
  });

  it('S4: is refused when it does not take the input, or is no model', async () => {
    const artifact = await placeArtifact(folder, meanPlus(3), 'shape.onnx');
    const probe = { feeds: { face: floatTensor(new Float32Array(9), [1, 1, 3, 3]) }, golden: [] };
    expect(await refusal(optionsFor(artifact, probe))).toMatchObject({ code: 'MODEL_UNUSABLE' });
    const text = await placeArtifact(folder, Buffer.from('not a model'), 'text.onnx');
    expect(await refusal(optionsFor(text, probeFor(3)))).toMatchObject({ code: 'MODEL_UNUSABLE' });
  });

  it('S4: whose run gives no numbers, or another shape, is caught where its output is read', async () => {
    const artifact = await placeArtifact(folder, meanPlus(0), 'later.onnx');
    const model = await loadModel(optionsFor(artifact, probeFor(0)));
    const outputs = await model.run({ face: floatTensor(new Float32Array(16).fill(Number.NaN), [1, 1, 4, 4]) });
    const invalid = expect.objectContaining({ code: 'MODEL_OUTPUT_INVALID' });
    expect(() => floatsOf(outputs, 'probabilities', [1, 1])).toThrowError(invalid);
    expect(() => floatsOf(outputs, 'probabilities', [1, 2])).toThrowError(invalid);
    expect(() => floatsOf(outputs, 'scores', [1, 1])).toThrowError(invalid);
    await model.close();
  });

  it('takes the first provider that really runs, and says why the others did not', async () => {
    const artifact = await placeArtifact(folder, meanPlus(1), 'providers.onnx');
    const cuda: Artifact = { ...artifact, provider: 'cuda' };
    const options = { artifacts: [cuda, artifact], providers: ['tensorrt', 'cuda', 'cpu'] as const };
    const model = await loadModel(optionsFor(artifact, probeFor(1), options));
    expect(model.provider).toBe('cpu');
    expect(model.refused.map(({ provider }) => provider)).toEqual(['tensorrt', 'cuda']);
    expect(model.refused[0]?.reason).toBe('the manifest has no artifact for it');
    expect(model.refused[1]?.reason).not.toBe('');
    await model.close();
  });
});
