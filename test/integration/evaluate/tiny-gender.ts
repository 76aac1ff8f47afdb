// A tiny real model of faces and data for it: it says `female` of bright pictures and `male` of dark ones, so that every
// figure of an evaluation is known before it runs. No picture shows anyone.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { OnnxGraph } from '../../../models/convert/onnx-graph.ts';

const SIDE_PX = 8;

/** logit(female) = (mean − 128) ÷ 16, logit(male) = 0. */
export function tinyGenderModel(): Uint8Array {
  const graph = new OnnxGraph();
  const face = graph.input('face', 'float32', ['faces', 1, SIDE_PX, SIDE_PX]);
  const mean = graph.node('Flatten', [graph.node('GlobalAveragePool', [face])], { axis: 1 });
  const centred = graph.node('Add', [mean, graph.floats([-128], [1])]);
  const logits = graph.node('MatMul', [centred, graph.floats([1 / 16, 0], [1, 2])]);
  graph.node('Softmax', [logits], { axis: 1 }, 'probabilities');
  graph.output('probabilities', 'float32', ['faces', 2]);
  return graph.encode('gender', {});
}

/** Writes the model and its manifest. @returns the folders that hold them */
export async function writeTinyGender(folder: string) {
  const [manifests, artifacts] = [join(folder, 'manifests'), join(folder, 'artifacts')];
  for (const made of [manifests, artifacts]) await mkdir(made, { recursive: true });
  const bytes = tinyGenderModel();
  await writeFile(join(artifacts, 'tiny.onnx'), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const artifact = { provider: 'cpu', precision: 'float32', file: 'tiny.onnx', sha256, bytes: bytes.length };
  const manifest = {
    v: 1,
    task: 'gender',
    id: 'tiny-gender',
    version: '1.0.0',
    source: { kind: 'trained', recipe: 'by hand', data: ['chess boards'] },
    licence: { spdx: 'MIT', holder: 'Roomtone' },
    artifacts: [{ ...artifact, goldenTolerance: 0.001 }],
    input: { face: 'face', widthPx: SIDE_PX, heightPx: SIDE_PX },
    output: { labels: ['female', 'male'] },
    alignment: { imageLeftEye: [0.3, 0.4], imageRightEye: [0.7, 0.4] },
    thresholds: { unsureBelow: 0.7 },
    calibration: { temperature: 1 },
  };
  await writeFile(join(manifests, 'gender.json'), JSON.stringify(manifest));
  return { manifests, artifacts };
}

const PICTURE_PX = 16;
/** Two pixels of the picture are one of the crop. */
const FIELD_PX = PICTURE_PX / SIDE_PX;

/** A chess board, `level` ± 20 grey levels, as PNG: enough contrast for the device's quality gate. */
export function chessBoard(level: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: PICTURE_PX * PICTURE_PX }, (_, index) => {
    const [x, y] = [index % PICTURE_PX, Math.floor(index / PICTURE_PX)];
    return level + ((Math.floor(x / FIELD_PX) + Math.floor(y / FIELD_PX)) % 2 === 0 ? 20 : -20);
  });
  return sharp(pixels, { raw: { width: PICTURE_PX, height: PICTURE_PX, channels: 1 } })
    .png()
    .toBuffer();
}

/** Probability of `female` for a chess board of this level. */
export const femaleAt = (level: number) => 1 / (1 + Math.exp(-(level - 128) / 16));
