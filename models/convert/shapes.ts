// Sizes of planes: what convolutions and pools make of them, TensorFlow's conventions in ONNX's terms.
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

export function fourSides(shape: readonly number[]): [number, number, number, number] {
  const [a, b, c, d] = shape;
  if (a === undefined || b === undefined || c === undefined || d === undefined || shape.length !== 4) {
    throw new RangeError(`a shape of four sides is needed, got [${shape.join(', ')}]`);
  }
  return [a, b, c, d];
}
