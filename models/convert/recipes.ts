// How each borrowed graph is cut and what its ends mean. Heads are in the order of the anchors' rows.
import { convertDetector, type DetectorRecipe } from './detector-graph.ts';
import { pinnedFiles, requirePath } from './pinned-file.ts';
import { HUMAN_MODELS } from './sources.ts';
import { readTfGraph, type TfGraph } from './tfjs-graph.ts';

const blazeFaceHeads = (prefix: string, [near, far]: readonly [Head, Head], strides: readonly [number, number]) => [
  { scores: prefix + near[0], regressors: prefix + near[1], stridePx: strides[0], perCell: 2 },
  { scores: prefix + far[0], regressors: prefix + far[1], stridePx: strides[1], perCell: 6 },
];
type Head = readonly [scores: string, regressors: string];

const FUNCTIONAL = 'StatefulPartitionedCall/functional_1/';
const MODEL = 'StatefulPartitionedCall/model/';

/** Detectors by the name of their graph; the shipped one is named by its manifest, the rest were candidates. */
export const DETECTORS: Readonly<Record<string, DetectorRecipe>> = {
  // BlazeFace, back camera: the head of the coarse layer has strides 16 and 32.
  blazeface: {
    nominalPx: 256,
    heads: blazeFaceHeads(
      FUNCTIONAL,
      [
        ['conv2d_33/BiasAdd', 'conv2d_35/BiasAdd'],
        ['conv2d_34/BiasAdd', 'conv2d_36/BiasAdd'],
      ],
      [16, 32],
    ),
  },
  // BlazeFace, front camera.
  'blazeface-front': {
    nominalPx: 128,
    heads: blazeFaceHeads(
      FUNCTIONAL,
      [
        ['conv2d_17/BiasAdd', 'conv2d_19/BiasAdd'],
        ['conv2d_18/BiasAdd', 'conv2d_20/BiasAdd'],
      ],
      [8, 16],
    ),
  },
  // MediaPipe's short-range detector.
  'facemesh-detection-short': {
    nominalPx: 128,
    heads: blazeFaceHeads(
      MODEL,
      [
        ['classificator_8/BiasAdd', 'regressor_8/BiasAdd'],
        ['classificator_16/BiasAdd', 'regressor_16/BiasAdd'],
      ],
      [8, 16],
    ),
  },
  // MediaPipe's full-range detector: one layer of one anchor a cell. Its second branch, for persons, is left out.
  'facemesh-detection-full': {
    nominalPx: 192,
    heads: [
      {
        scores: `${MODEL}d2sp_classifier_face_4/d2sp_classifier_face_4`,
        regressors: `${MODEL}d2sp_regressor_face_4/d2sp_regressor_face_4`,
        stridePx: 4,
        perCell: 1,
      },
    ],
    ends: [`${MODEL}classifier_face_4_NO_PRUNING/BiasAdd`, `${MODEL}regressor_face_4_NO_PRUNING/BiasAdd`],
  },
};

/** The ONNX file of a graph of `HUMAN_MODELS`, fetched into `cacheDir` when it is not there. */
export async function convertBorrowed(name: string, cacheDir: string): Promise<Uint8Array> {
  return convertGraph(name, await readBorrowed(name, cacheDir));
}

export async function readBorrowed(name: string, cacheDir: string): Promise<TfGraph> {
  const paths = await pinnedFiles(HUMAN_MODELS, cacheDir);
  return readTfGraph(requirePath(paths, `models/${name}.json`), requirePath(paths, `models/${name}.bin`));
}

export function convertGraph(name: string, graph: TfGraph): Uint8Array {
  const metadata = { source: `npm:${HUMAN_MODELS.package}@${HUMAN_MODELS.version}/models/${name}.json` };
  const detector = DETECTORS[name];
  if (detector) return convertDetector(graph, detector, metadata);
  throw new RangeError(`no recipe converts ${name}`);
}
