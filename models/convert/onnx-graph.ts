// An ONNX graph under construction: nodes and constants are added in order and encoded once.
// The same calls give the same bytes on every machine, so that a digest can pin the result.
import protobuf from 'protobufjs';
import { ONNX_SCHEMA } from './onnx-schema.ts';

const OPSET = 18;
const IR_VERSION = 8;
/** TensorProto.DataType */
const DATA_TYPES = { float32: 1, uint8: 2, int64: 7 } as const;
/** AttributeProto.AttributeType */
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 } as const;

export type ElementType = keyof typeof DATA_TYPES;
/** A string names a dimension that is known only when the model runs. */
export type Dimension = number | string;
/** Whole numbers are integers; wrap a float as `{ float }`. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

export class OnnxGraph {
  readonly #nodes: object[] = [];
  readonly #constants: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];

  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: ElementType, shape: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a node with one output, and returns the output's name: `name`, or one made up from the operator. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name?: string,
  ): string {
    const output = name ?? `${operator.toLowerCase()}${this.#nodes.length}`;
    const attribute = Object.entries(attributes).map(([key, value]) => ({ name: key, ...encodeAttribute(value) }));
    this.#nodes.push({ input: [...inputs], output: [output], name: output, op_type: operator, attribute });
    return output;
  }

  floats(values: Float32Array | readonly number[], dims: readonly number[]): string {
    return this.#constant('float32', dims, bytesOf(Float32Array.from(values)));
  }

  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant('int64', dims, bytesOf(BigInt64Array.from(values, BigInt)));
  }

  /** Serialised ModelProto. `metadata` travels inside the file. */
  encode(graphName: string, metadata: Readonly<Record<string, string>>): Uint8Array {
    const model = {
      ir_version: IR_VERSION,
      producer_name: 'roomtone',
      graph: {
        node: this.#nodes,
        name: graphName,
        initializer: this.#constants,
        input: this.#inputs,
        output: this.#outputs,
      },
      opset_import: [{ domain: '', version: OPSET }],
      metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    };
    const type = protobuf.parse(ONNX_SCHEMA, { keepCase: true }).root.lookupType('onnx.ModelProto');
    return type.encode(type.fromObject(model)).finish();
  }

  #constant(type: ElementType, dims: readonly number[], raw: Uint8Array): string {
    const name = `c${this.#constants.length}`;
    this.#constants.push({ dims: [...dims], data_type: DATA_TYPES[type], name, raw_data: raw });
    return name;
  }
}

function encodeAttribute(value: Attribute): object {
  if (typeof value === 'number') return { i: value, type: ATTRIBUTE.int };
  if (typeof value === 'string') return { s: Buffer.from(value), type: ATTRIBUTE.string };
  if ('float' in value) return { f: value.float, type: ATTRIBUTE.float };
  return { ints: [...value], type: ATTRIBUTE.ints };
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: DATA_TYPES[type], shape: { dim } } } };
}

const bytesOf = (array: Float32Array | BigInt64Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
