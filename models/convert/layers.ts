// Layer by layer, a TensorFlow.js graph becomes ONNX: channels first, no transposes in between. Paddings move into the
// convolutions, and what a runtime fuses by itself (bias, add, relu) is left side by side for it to find.

import { growKernel, type Kernel, padEnd, toDepthwiseKernel, toKernel, widenKernel } from './kernels.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { fourSides, NO_PADS, outputSize, type Pads, type Size, samePads } from './shapes.ts';
import type { TfGraph, TfNode } from './tfjs-graph.ts';

/**
 * A converted tensor [N, channels, height, width]; the size is that of the model's nominal input.
 * Of its channels only the first `used` carry something, the rest is zero.
 */
export type Plane = Size & { readonly name: string; readonly channels: number; readonly used: number };

/** Runtimes keep channels in blocks: planes of whole blocks stay in that layout through pools and sums. */
const BLOCK = 16;
const wholeBlocks = (channels: number) => Math.ceil(channels / BLOCK) * BLOCK;

/** What stands for the placeholder; the network sees `scale` × its values, which the first convolution does. */
export type Entry = { readonly plane: Plane; readonly scale: number };

type Source = { readonly plane: Plane; readonly entry: Entry | undefined; readonly pads: Pads };

export class LayerConverter {
  readonly #tf: TfGraph;
  readonly #graph: OnnxGraph;
  readonly #entry: Entry;
  readonly #ends: ReadonlySet<string>;
  readonly #done = new Map<string, Plane>();

  /** @param ends nodes whose channels are read by their number: they and nothing else keep their exact count */
  constructor(tf: TfGraph, graph: OnnxGraph, entry: Entry, ends: readonly string[]) {
    this.#tf = tf;
    this.#graph = graph;
    this.#entry = entry;
    this.#ends = new Set(ends);
  }

  /** Converts the node of this name and all that it needs. */
  plane(name: string): Plane {
    const known = this.#done.get(name);
    if (known) return known;
    const plane = this.#convert(this.#find(name));
    this.#done.set(name, plane);
    return plane;
  }

  #convert(node: TfNode): Plane {
    switch (node.operator) {
      case '_FusedConv2D':
        return this.#convolve(node, false);
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return this.#convolve(node, true);
      case 'AddV2':
        return this.#add(node);
      case 'Relu':
        return this.#relu(this.plane(inputOf(node, 0)));
      case 'MaxPool':
        return this.#pool(node);
      case 'Pad':
        return this.#widen(node);
      case 'ResizeBilinear':
        return this.#enlarge(node);
      case 'DepthToSpace':
        return this.#depthToSpace(node);
      default:
        throw new RangeError(`${node.name}: the operator ${node.operator} has no conversion`);
    }
  }

  #convolve(node: TfNode, depthwise: boolean): Plane {
    const { plane, entry, pads: padded } = this.#source(inputOf(node, 0));
    const weight = this.#weight(inputOf(node, 1));
    const kernel = depthwise ? toDepthwiseKernel(weight) : toKernel(weight, entry?.scale);
    const [used, , height, width] = kernel.dims;
    const stride = strideOf(node, 'strides');
    const pads = node.text('padding') === 'SAME' ? samePads(plane, { height, width }, stride) : padded;
    const bias = node.inputs[2] === undefined ? undefined : this.#weight(node.inputs[2]).values;
    const channels = depthwise ? plane.channels : this.#channelsOf(node, used);
    const grown = growKernel(kernel, channels, depthwise ? 1 : plane.channels);
    const name = this.#conv(plane.name, grown, bias, { group: depthwise ? channels : 1, stride, pads });
    const result = { name, channels, used, ...outputSize(plane, { height, width }, stride, pads) };
    return node.texts('fused_ops').includes('Relu') ? this.#relu(result) : result;
  }

  #channelsOf = (node: TfNode, used: number) => (this.#ends.has(node.name) ? used : wholeBlocks(used));

  #conv(
    input: string,
    kernel: Kernel,
    bias: readonly number[] | undefined,
    { group, stride, pads }: { readonly group: number; readonly stride: Size; readonly pads: Pads },
  ): string {
    const [outputs, , height, width] = kernel.dims;
    const inputs = [input, this.#graph.floats(kernel.values, kernel.dims)];
    if (bias) inputs.push(this.#graph.floats(padEnd(bias, outputs), [outputs]));
    const strides = [stride.height, stride.width];
    return this.#graph.node('Conv', inputs, { group, kernel_shape: [height, width], pads, strides });
  }

  #add(node: TfNode): Plane {
    const left = this.plane(inputOf(node, 0));
    const right = this.plane(inputOf(node, 1));
    if (left.channels !== right.channels) throw new RangeError(`${node.name}: the planes differ in channels`);
    return { ...left, name: this.#graph.node('Add', [left.name, right.name]) };
  }

  #relu(plane: Plane): Plane {
    return { ...plane, name: this.#graph.node('Relu', [plane.name]) };
  }

  #pool(node: TfNode): Plane {
    const plane = this.plane(inputOf(node, 0));
    const kernel = strideOf(node, 'ksize');
    const stride = strideOf(node, 'strides');
    const pads = node.text('padding') === 'SAME' ? samePads(plane, kernel, stride) : NO_PADS;
    const name = this.#graph.node('MaxPool', [plane.name], {
      kernel_shape: [kernel.height, kernel.width],
      pads,
      strides: [stride.height, stride.width],
    });
    return { ...plane, name, ...outputSize(plane, kernel, stride, pads) };
  }

  /**
   * Empty channels appended. Most are there already, at the end of the last block; others are made by a 1 × 1
   * convolution, which keeps the blocked layout where a Pad would break it.
   */
  #widen(node: TfNode): Plane {
    const paddings = this.#weight(inputOf(node, 1)).values;
    const plane = this.plane(inputOf(node, 0));
    const used = plane.used + (paddings[7] ?? 0);
    if (paddings.slice(0, 7).some((padding) => padding !== 0)) {
      throw new RangeError(`${node.name}: only a convolution may read a spatial padding`);
    }
    if (used <= plane.channels) return { ...plane, used };
    const channels = wholeBlocks(used);
    const kernel = widenKernel(plane.channels, channels);
    const name = this.#conv(plane.name, kernel, undefined, {
      group: 1,
      stride: { height: 1, width: 1 },
      pads: NO_PADS,
    });
    return { ...plane, name, channels, used };
  }

  /** Bilinear with half-pixel centres, by the factor that the nominal sizes have. */
  #enlarge(node: TfNode): Plane {
    const plane = this.plane(inputOf(node, 0));
    const [height = 0, width = 0] = this.#weight(inputOf(node, 1)).values;
    const scales = this.#graph.floats([1, 1, height / plane.height, width / plane.width], [4]);
    const name = this.#graph.node('Resize', [plane.name, '', scales], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
    return { ...plane, name, height, width };
  }

  #depthToSpace(node: TfNode): Plane {
    const plane = this.plane(inputOf(node, 0));
    const block = 2;
    const name = this.#graph.node('DepthToSpace', [plane.name], { blocksize: block, mode: 'DCR' });
    const { channels, height, width } = plane;
    return {
      name,
      channels: channels / block ** 2,
      used: channels / block ** 2,
      height: height * block,
      width: width * block,
    };
  }

  /** The plane that a convolution reads, with the zeros around it that the graph spells as a Pad of its own. */
  #source(name: string): Source {
    const node = this.#find(name);
    if (node.operator === 'Placeholder') return { plane: this.#entry.plane, entry: this.#entry, pads: NO_PADS };
    if (node.operator !== 'Pad') return { plane: this.plane(name), entry: undefined, pads: NO_PADS };
    const [, , top = 0, bottom = 0, left = 0, right = 0, , after = 0] = this.#weight(inputOf(node, 1)).values;
    if (after !== 0) return { plane: this.plane(name), entry: undefined, pads: NO_PADS };
    return { ...this.#source(inputOf(node, 0)), pads: [top, left, bottom, right] };
  }

  #find(name: string): TfNode {
    const node = this.#tf.nodes.get(name);
    if (!node) throw new RangeError(`the graph has no node ${name}`);
    return node;
  }

  #weight(name: string) {
    const weight = this.#tf.weights.get(name);
    if (!weight) throw new RangeError(`the graph has no weight ${name}`);
    return weight;
  }
}

function strideOf(node: TfNode, attribute: 'strides' | 'ksize'): Size {
  const [, height, width] = fourSides(node.numbers(attribute));
  return { height, width };
}

function inputOf(node: TfNode, index: number): string {
  const name = node.inputs[index];
  if (name === undefined) throw new RangeError(`${node.name}: input ${index} is missing`);
  return name;
}
