// The face detectors that were compared, each converted and run by the device's own code at any input size.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import { loadModel, type Model } from '../../device/sense/inference/runtime.ts';
import { byteTensor, integerTensor } from '../../device/sense/inference/tensor.ts';
import type { Detection } from '../../device/sense/vision/detection.ts';
import { decodeRows, mergeOverlapping, type NetworkSize } from '../../device/sense/vision/detector-rows.ts';
import { type FaceDetectorManifest, KEYPOINTS } from '../../shared/manifest.ts';
import { digestOf } from '../convert/pinned-file.ts';
import { convertBorrowed, DETECTORS } from '../convert/recipes.ts';

/** Of boxes of one face: what MediaPipe uses. */
export const OVERLAP = 0.3;
/** An overlap that no two boxes exceed: nothing is merged. */
const NEVER = 1;

/** RGB, 0..255. */
export type Picture = { readonly rgb: Uint8Array; readonly width: number; readonly height: number };
/** Rows that reach a score, not merged, in pixels of the picture, and how long the network took. */
export type Look = { readonly rows: readonly Detection[]; readonly ms: number };

export class Candidate {
  readonly name: string;
  readonly nominalPx: number;
  readonly #model: Model;
  readonly #manifest: FaceDetectorManifest;

  private constructor(name: string, nominalPx: number, model: Model, manifest: FaceDetectorManifest) {
    this.name = name;
    this.nominalPx = nominalPx;
    this.#model = model;
    this.#manifest = manifest;
  }

  /** @param shipped manifest whose form the candidate borrows; its own anchors and bytes are put in */
  static async load(name: string, shipped: FaceDetectorManifest, cacheDir: string): Promise<Candidate> {
    const recipe = DETECTORS[name];
    if (!recipe) throw new RangeError(`no detector is called ${name}`);
    const bytes = await convertBorrowed(name, cacheDir);
    const folder = join(cacheDir, 'candidates');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.onnx`), bytes);
    const layers = recipe.heads.map(({ stridePx, perCell }) => ({ stridePx, perCell }));
    const output = { anchors: { layers, keypoints: [...KEYPOINTS] } };
    return new Candidate(name, recipe.nominalPx, await load(name, bytes, folder), { ...shipped, output });
  }

  /** One detection a face, in pixels of the picture. */
  async detect(picture: Picture, size: NetworkSize, score: number): Promise<readonly Detection[]> {
    return mergeOverlapping((await this.look(picture, size, score)).rows, OVERLAP);
  }

  async look(picture: Picture, size: NetworkSize, score: number): Promise<Look> {
    const frame = byteTensor(picture.rgb, [1, picture.height, picture.width, 3]);
    const started = performance.now();
    const outputs = await this.#model.run({ frame, size: integerTensor([size.heightPx, size.widthPx]) });
    const ms = performance.now() - started;
    const manifest = { ...this.#manifest, thresholds: { score, overlap: NEVER } };
    const rows = decodeRows(outputs, manifest, size);
    return { rows: rows.map((row) => rescale(row, picture.width / size.widthPx, picture.height / size.heightPx)), ms };
  }
}

async function load(task: string, bytes: Uint8Array, folder: string): Promise<Model> {
  const file = { file: `${task}.onnx`, sha256: digestOf(bytes), bytes: bytes.length };
  const side = 128;
  const frame = byteTensor(new Uint8Array(side * side * 3), [1, side, side, 3]);
  return loadModel({
    task,
    artifacts: [{ ...file, provider: 'cpu', precision: 'float32', goldenTolerance: 1 }],
    folders: [folder],
    providers: ['cpu'],
    threads: 2,
    probe: { feeds: { frame, size: integerTensor([side, side]) }, golden: [] },
    gate: openGate(),
  });
}

/** The box is scaled; the points are not looked at here. */
const rescale = (row: Detection, x: number, y: number): Detection => ({
  ...row,
  box: { x: row.box.x * x, y: row.box.y * y, width: row.box.width * x, height: row.box.height * y },
});
