// Tensors as plain data: what goes into a model and comes out, without a word of the runtime that computes it.
import { RoomtoneError } from '../../../shared/errors.ts';

/** Values in memory order, the last dimension fastest. */
export type Tensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly shape: readonly number[] }
  | { readonly type: 'uint8'; readonly data: Uint8Array; readonly shape: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly shape: readonly number[] };

export type Feeds = Readonly<Record<string, Tensor>>;
export type Outputs = Readonly<Record<string, Tensor>>;

export const floatTensor = (data: Float32Array, shape: readonly number[]): Tensor => ({ type: 'float32', data, shape });
export const byteTensor = (data: Uint8Array, shape: readonly number[]): Tensor => ({ type: 'uint8', data, shape });
export const integerTensor = (values: readonly number[]): Tensor => ({
  type: 'int64',
  data: BigInt64Array.from(values, BigInt),
  shape: [values.length],
});

/**
 * The values of the float output `name`, whose shape must be `shape`. A model that gives NaN or infinity must not vote.
 * @throws RoomtoneError `MODEL_OUTPUT_INVALID`
 */
export function floatsOf(outputs: Outputs, name: string, shape: readonly number[]): Float32Array {
  const tensor = outputs[name];
  if (tensor === undefined) throw outputInvalid(`the model gave no \`${name}\``);
  if (tensor.type !== 'float32') throw outputInvalid(`\`${name}\` is ${tensor.type}, not float32`);
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
    throw outputInvalid(`\`${name}\` has the shape [${tensor.shape}], not [${shape}]`);
  }
  if (!isFiniteThroughout(tensor.data)) throw outputInvalid(`\`${name}\` holds values that are no numbers`);
  return tensor.data;
}

export const isFiniteTensor = (tensor: Tensor) => tensor.type !== 'float32' || isFiniteThroughout(tensor.data);

/** x − x is 0 for every finite x, and NaN otherwise: one branch for the whole tensor. */
function isFiniteThroughout(values: Float32Array): boolean {
  let residue = 0;
  for (const value of values) residue += value - value;
  return residue === 0;
}

const outputInvalid = (message: string) =>
  new RoomtoneError('MODEL_OUTPUT_INVALID', message, 'Go back to the previous model, or rebuild it.');
