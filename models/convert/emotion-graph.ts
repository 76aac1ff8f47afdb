// A face classifier as one ONNX graph: luma 0..255 of aligned faces in, probabilities out, normalised inside.
import { LayerConverter } from './layers.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { TfGraph } from './tfjs-graph.ts';

/** The last convolution has one channel a label; its mean over the picture is the label's logit. */
export type ClassifierRecipe = { readonly nominalPx: number; readonly logits: string };

/** @returns the ONNX file; its contract stands in shared/manifest.ts */
export function convertClassifier(tf: TfGraph, recipe: ClassifierRecipe, metadata: Readonly<Record<string, string>>) {
  const graph = new OnnxGraph();
  const { nominalPx } = recipe;
  const name = graph.input('face', 'float32', ['faces', 1, nominalPx, nominalPx]);
  const plane = { name, channels: 1, used: 1, height: nominalPx, width: nominalPx };
  // 0..255 is seen as −1..1.
  const layers = new LayerConverter(tf, graph, { plane, scale: 2 / 255, shift: -1 }, [recipe.logits]);
  const logits = layers.plane(recipe.logits);
  const mean = graph.node('GlobalAveragePool', [logits.name]);
  const flat = graph.node('Flatten', [mean], { axis: 1 });
  graph.node('Softmax', [flat], { axis: 1 }, 'probabilities');
  graph.output('probabilities', 'float32', ['faces', logits.channels]);
  return graph.encode('face-emotion', metadata);
}
