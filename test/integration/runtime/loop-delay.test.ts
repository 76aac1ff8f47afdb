import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LoopDelay } from '../../../device/runtime/loop-delay.ts';

const BLOCK_MS = 300;

it('a reading of the loop’s delay changes nothing for the next reader, and what is past is forgotten', async () => {
  let nowMs = 0;
  const loopDelay = new LoopDelay({ monotonicMs: () => nowMs });
  loopDelay.start();
  await delay(50);
  const endMs = performance.now() + BLOCK_MS;
  while (performance.now() < endMs);
  await delay(50);
  expect(loopDelay.p99Ms()).toBeGreaterThan(BLOCK_MS / 2);
  expect(loopDelay.p99Ms()).toBeGreaterThan(BLOCK_MS / 2);
  for (const minute of [1, 2]) {
    nowMs = minute * 60_000;
    loopDelay.p99Ms();
  }
  await delay(50);
  expect(loopDelay.p99Ms()).toBeLessThan(BLOCK_MS / 2);
  loopDelay.stop();
});
