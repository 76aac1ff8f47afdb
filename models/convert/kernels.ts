// Weights of convolutions: from TensorFlow's order, channels last, to ONNX's, and what is folded into them.
import { fourSides } from './shapes.ts';
import type { Weight } from './tfjs-graph.ts';

/** Weights of a convolution as ONNX wants them: [out, in ÷ group, height, width]. */
export type Kernel = { readonly dims: readonly [number, number, number, number]; readonly values: Float32Array };

/** [height, width, in, out] → [out, in, height, width], each weight times `scale`. */
export function toKernel({ shape, values }: Weight, scale = 1): Kernel {
  const [height, width, inputs, outputs] = fourSides(shape);
  const kernel = new Float32Array(values.length);
  values.forEach((value, index) => {
    const output = index % outputs;
    const input = Math.floor(index / outputs) % inputs;
    const cell = Math.floor(index / (outputs * inputs));
    kernel[(output * inputs + input) * height * width + cell] = value * scale;
  });
  return { dims: [outputs, inputs, height, width], values: kernel };
}

/** Depthwise [height, width, channels, 1] → [channels, 1, height, width]. */
export function toDepthwiseKernel(weight: Weight): Kernel {
  const [height, width, channels, multiplier] = fourSides(weight.shape);
  if (multiplier !== 1) throw new RangeError(`depthwise convolution with a multiplier of ${multiplier}, not 1`);
  const swapped = { shape: [height, width, 1, channels], values: weight.values };
  return toKernel(swapped);
}

/** The same kernel for planes with more channels than it has: what it does not know, it reads and writes as zero. */
export function growKernel({ dims, values }: Kernel, outputs: number, inputs: number): Kernel {
  const [oldOutputs, oldInputs, height, width] = dims;
  const cells = height * width;
  const grown = new Float32Array(outputs * inputs * cells);
  for (let output = 0; output < oldOutputs; output++) {
    const row = values.subarray(output * oldInputs * cells, (output + 1) * oldInputs * cells);
    grown.set(row, output * inputs * cells);
  }
  return { dims: [outputs, inputs, height, width], values: grown };
}

/** A 1 × 1 kernel that copies `inputs` channels and leaves the channels above empty. */
export function widenKernel(inputs: number, outputs: number): Kernel {
  const values = new Float32Array(inputs * outputs);
  for (let channel = 0; channel < inputs; channel++) values[channel * inputs + channel] = 1;
  return { dims: [outputs, inputs, 1, 1], values };
}

/** Zeros for the channels that were added. */
export const padEnd = (values: readonly number[], length: number) =>
  Array.from({ length }, (_, index) => values[index] ?? 0);
