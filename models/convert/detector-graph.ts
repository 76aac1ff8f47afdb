// A face detector as one ONNX graph: any RGB frame in, resized and normalised inside, anchors' rows out.
import { type Entry, LayerConverter } from './layers.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { TfGraph } from './tfjs-graph.ts';

/** Numbers of a row: box (4) and six keypoints (12). */
export const REGRESSORS = 16;
/** Pixels are seen as −1..1. */
const HALF_RANGE = 127.5;

/** The two convolutions that end one layer of anchors, and its grid. */
export type DetectorHead = {
  readonly scores: string;
  readonly regressors: string;
  readonly stridePx: number;
  readonly perCell: number;
};

export type DetectorRecipe = {
  /** Side of the square input that the graph was saved with. */
  readonly nominalPx: number;
  readonly heads: readonly DetectorHead[];
  /** Nodes before a head whose channels are rearranged, not only read. */
  readonly ends?: readonly string[];
};

/** @returns the ONNX file; its contract stands in shared/manifest.ts */
export function convertDetector(tf: TfGraph, recipe: DetectorRecipe, metadata: Readonly<Record<string, string>>) {
  const graph = new OnnxGraph();
  const layers = new LayerConverter(tf, graph, frameEntry(graph, recipe.nominalPx), endsOf(recipe));
  const planes = recipe.heads.map((head) => ({
    scores: rows(graph, layers.plane(head.scores).name, [-1]),
    regressors: rows(graph, layers.plane(head.regressors).name, [-1, REGRESSORS]),
  }));
  const logits = join(
    graph,
    planes.map((plane) => plane.scores),
  );
  graph.node('Sigmoid', [logits], {}, 'scores');
  join(
    graph,
    planes.map((plane) => plane.regressors),
    'regressors',
  );
  graph.output('scores', 'float32', ['anchors']);
  graph.output('regressors', 'float32', ['anchors', REGRESSORS]);
  return graph.encode('face-detector', metadata);
}

const endsOf = ({ heads, ends }: DetectorRecipe) => [
  ...heads.flatMap((head) => [head.scores, head.regressors]),
  ...(ends ?? []),
];

/** The frame at the wanted size, channels first, centred on zero; the division goes into the first convolution. */
function frameEntry(graph: OnnxGraph, nominalPx: number): Entry {
  const frame = graph.input('frame', 'uint8', [1, 'height', 'width', 3]);
  const size = graph.input('size', 'int64', [2]);
  const sizes = graph.node('Concat', [graph.integers([1]), size, graph.integers([3])], { axis: 0 });
  const resized = graph.node('Resize', [frame, '', '', sizes], {
    mode: 'linear',
    coordinate_transformation_mode: 'half_pixel',
  });
  const floats = graph.node('Cast', [resized], { to: 1 });
  const planes = graph.node('Transpose', [floats], { perm: [0, 3, 1, 2] });
  const name = graph.node('Sub', [planes, graph.floats([HALF_RANGE], [])]);
  return {
    plane: { name, channels: 3, used: 3, height: nominalPx, width: nominalPx },
    scale: 1 / HALF_RANGE,
  };
}

/** [1, channels, height, width] → rows in the order of the anchors: y, x, anchor. */
function rows(graph: OnnxGraph, plane: string, shape: readonly number[]): string {
  const last = graph.node('Transpose', [plane], { perm: [0, 2, 3, 1] });
  return graph.node('Reshape', [last, graph.integers(shape)]);
}

const join = (graph: OnnxGraph, layers: readonly string[], name?: string) =>
  layers.length === 1 && name === undefined ? `${layers[0]}` : graph.node('Concat', layers, { axis: 0 }, name);
