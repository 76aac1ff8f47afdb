// The arithmetic of the converter, without a model.
import { expect, test } from 'vitest';
import { growKernel, toDepthwiseKernel, toKernel, widenKernel } from '../../models/convert/kernels.ts';
import { outputSize, samePads } from '../../models/convert/shapes.ts';
import { fromHalf } from '../../models/convert/tfjs-graph.ts';

const square = (side: number) => ({ height: side, width: side });

test('half-precision weights are restored exactly', () => {
  expect([0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00].map(fromHalf)).toEqual([
    1,
    -2,
    1365 / 4096,
    2 ** -24,
    Number.POSITIVE_INFINITY,
  ]);
  expect(fromHalf(0x7e00)).toBeNaN();
});

test('SAME puts the odd pixel after, and keeps input ÷ stride', () => {
  expect(samePads(square(256), square(5), square(2))).toEqual([1, 1, 2, 2]);
  expect(samePads(square(128), square(3), square(2))).toEqual([0, 0, 1, 1]);
  expect(samePads(square(29), square(3), square(2))).toEqual([1, 1, 1, 1]);
  for (const side of [29, 64, 128]) {
    const pads = samePads(square(side), square(3), square(2));
    expect(outputSize(square(side), square(3), square(2), pads)).toEqual(square(Math.ceil(side / 2)));
  }
});

test('the paddings of a detector are those of every size that its strides divide', () => {
  for (let side = 32; side <= 1_280; side += 32) {
    expect(samePads(square(side), square(5), square(2))).toEqual([1, 1, 2, 2]);
  }
});

test('weights move from channels last to channels first', () => {
  // 1 × 2 kernel, 2 channels in, 3 out; the value says where it stood: y x in out.
  const values = [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112];
  const kernel = toKernel({ shape: [1, 2, 2, 3], values });
  expect(kernel.dims).toEqual([3, 2, 1, 2]);
  expect([...kernel.values]).toEqual([0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112]);
  expect([...toKernel({ shape: [1, 2, 2, 3], values }, 2).values][1]).toBe(200);
});

test('a depthwise kernel has one row a channel, and no multiplier', () => {
  const kernel = toDepthwiseKernel({ shape: [1, 2, 3, 1], values: [0, 1, 2, 10, 11, 12] });
  expect(kernel.dims).toEqual([3, 1, 1, 2]);
  expect([...kernel.values]).toEqual([0, 10, 1, 11, 2, 12]);
  expect(() => toDepthwiseKernel({ shape: [1, 1, 1, 2], values: [0, 0] })).toThrow('multiplier of 2');
});

test('a grown kernel neither reads nor writes the channels that it did not have', () => {
  const kernel = toKernel({ shape: [1, 1, 2, 1], values: [5, 7] });
  const grown = growKernel(kernel, 2, 4);
  expect(grown.dims).toEqual([2, 4, 1, 1]);
  expect([...grown.values]).toEqual([5, 7, 0, 0, 0, 0, 0, 0]);
  expect([...widenKernel(1, 2).values]).toEqual([1, 0]);
});
