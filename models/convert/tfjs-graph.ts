// A TensorFlow.js graph model, read from its two files: nodes by name and weights by name, quantised weights restored.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const attributeSchema = z.looseObject({
  s: z.string().optional(),
  b: z.boolean().optional(),
  i: z.string().optional(),
  f: z.number().optional(),
  list: z.looseObject({ s: z.array(z.string()).optional(), i: z.array(z.string()).optional() }).optional(),
});
const nodeSchema = z.looseObject({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});
const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.looseObject({ dtype: z.literal('float16') }).optional(),
});
const modelSchema = z.looseObject({
  format: z.literal('graph-model'),
  modelTopology: z.looseObject({ node: z.array(nodeSchema) }),
  weightsManifest: z.tuple([z.looseObject({ weights: z.array(weightSchema) })]),
});

/** Numbers in TensorFlow's memory order, channels last. */
export type Weight = { readonly shape: readonly number[]; readonly values: readonly number[] };

export type TfNode = {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly text: (attribute: string) => string | undefined;
  readonly texts: (attribute: string) => readonly string[];
  readonly numbers: (attribute: string) => readonly number[];
};

export type TfGraph = { readonly nodes: ReadonlyMap<string, TfNode>; readonly weights: ReadonlyMap<string, Weight> };

/** @param jsonPath model.json @param binPath its only weight file */
export async function readTfGraph(jsonPath: string, binPath: string): Promise<TfGraph> {
  const model = modelSchema.parse(JSON.parse(await readFile(jsonPath, 'utf8')));
  const bytes = await readFile(binPath);
  const nodes = model.modelTopology.node.map((node) => [node.name, toNode(node)] as const);
  return { nodes: new Map(nodes), weights: readWeights(model.weightsManifest[0].weights, bytes) };
}

function toNode(node: z.infer<typeof nodeSchema>): TfNode {
  const decode = (text: string) => Buffer.from(text, 'base64').toString('utf8');
  const text = (attribute: string) => {
    const encoded = node.attr[attribute]?.s;
    return encoded === undefined ? undefined : decode(encoded);
  };
  return {
    name: node.name,
    operator: node.op,
    inputs: node.input.map((name) => name.replace(/:0$/, '')),
    text,
    texts: (attribute) => (node.attr[attribute]?.list?.s ?? []).map(decode),
    numbers: (attribute) => (node.attr[attribute]?.list?.i ?? []).map(Number),
  };
}

function readWeights(entries: readonly z.infer<typeof weightSchema>[], bytes: Buffer): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of entries) {
    const stored = quantization?.dtype ?? dtype;
    const size = stored === 'float16' ? 2 : 4;
    const count = shape.reduce((product, side) => product * side, 1);
    const values = Array.from({ length: count }, (_, index) => readNumber(bytes, offset + index * size, stored));
    weights.set(name, { shape, values });
    offset += count * size;
  }
  if (offset !== bytes.length) throw new RangeError(`weights: the graph names ${offset} bytes of ${bytes.length}`);
  return weights;
}

function readNumber(bytes: Buffer, offset: number, stored: 'float32' | 'int32' | 'float16'): number {
  if (stored === 'float32') return bytes.readFloatLE(offset);
  if (stored === 'int32') return bytes.readInt32LE(offset);
  return fromHalf(bytes.readUInt16LE(offset));
}

/** IEEE 754 binary16 → number. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
