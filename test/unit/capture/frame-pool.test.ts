import { expect, test } from 'vitest';
import { FramePool } from '../../../device/sense/capture/frame-pool.ts';

test('A pool lends no more buffers than its capacity, and lends a returned one again', () => {
  const pool = new FramePool(8, 2);
  const first = pool.lend();
  expect(pool.lend()).toBeDefined();
  expect(pool.lend()).toBeUndefined();
  if (first !== undefined) pool.takeBack(first);
  expect(pool.lend()).toBe(first);
});

test('A buffer given back twice is lent once', () => {
  const pool = new FramePool(8, 2);
  const buffer = pool.lend() ?? new Uint8Array();
  pool.takeBack(buffer);
  pool.takeBack(buffer);
  expect(pool.lend()).not.toBe(pool.lend());
});

test('A buffer that went to a worker is taken back as the new object, and its slot outlives a worker that crashed', () => {
  const pool = new FramePool(8, 1);
  const sent = pool.lend() ?? new Uint8Array();
  const returned = new Uint8Array(structuredClone(sent.buffer, { transfer: [sent.buffer] }));
  pool.takeBack(returned);
  const again = pool.lend() ?? new Uint8Array();
  expect(again).toBe(returned);
  structuredClone(again.buffer, { transfer: [again.buffer] });
  expect(pool.lend()).toBeDefined();
});

test('Closing wipes what is free, what is lent, and what comes back later', () => {
  const pool = new FramePool(4, 3);
  const [free, lent] = [pool.lend(), pool.lend()];
  free?.fill(7);
  lent?.fill(7);
  if (free !== undefined) pool.takeBack(free);
  pool.close();
  expect([...(free ?? []), ...(lent ?? [])]).toEqual(new Array(8).fill(0));
  lent?.fill(7);
  if (lent !== undefined) pool.takeBack(lent);
  expect([...(lent ?? [])]).toEqual([0, 0, 0, 0]);
  expect(pool.lend()).toBeUndefined();
});
