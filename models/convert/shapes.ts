// Sizes of convolutions and the order of their weights: TensorFlow's channels-last conventions in ONNX's terms.
import type { Weight } from './tfjs-graph.ts';

/** Pixels added at the top, left, bottom and right: the order of ONNX's `pads`. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];
export const NO_PADS: Pads = [0, 0, 0, 0];

export type Size = { readonly height: number; readonly width: number };

/** TensorFlow's SAME: the odd pixel goes after. Constant for all inputs that the stride divides. */
export function samePads(input: Size, kernel: Size, stride: Size): Pads {
  const top = sameTotal(input.height, kernel.height, stride.height);
  const left = sameTotal(input.width, kernel.width, stride.width);
  return [Math.floor(top / 2), Math.floor(left / 2), Math.ceil(top / 2), Math.ceil(left / 2)];
}

const sameTotal = (input: number, kernel: number, stride: number) =>
  Math.max((Math.ceil(input / stride) - 1) * stride + kernel - input, 0);

export const outputSize = (input: Size, kernel: Size, stride: Size, [top, left, bottom, right]: Pads): Size => ({
  height: Math.floor((input.height + top + bottom - kernel.height) / stride.height) + 1,
  width: Math.floor((input.width + left + right - kernel.width) / stride.width) + 1,
});

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

export function fourSides(shape: readonly number[]): [number, number, number, number] {
  const [a, b, c, d] = shape;
  if (a === undefined || b === undefined || c === undefined || d === undefined || shape.length !== 4) {
    throw new RangeError(`a shape of four sides is needed, got [${shape.join(', ')}]`);
  }
  return [a, b, c, d];
}
