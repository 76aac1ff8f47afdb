import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { scratch } from '../../fixtures/capture/clips.ts';
import { storm } from '../../fixtures/capture/storm.ts';

const files = scratch();
afterAll(() => files.remove());

test('S2: an hour of failure costs no growing memory, no zombie, no file and under 1 % of a core', async () => {
  const device = files.path('video0');
  writeFileSync(device, '');
  const lines = await storm(60, 60, device);
  const [early, late, stopped] = [lines[2], lines.at(-2), lines.at(-1)];
  if (early === undefined || late === undefined || stopped === undefined) throw new Error('the storm said too little');
  const cpuPercent = (100 * (late.cpuSeconds - (lines[0]?.cpuSeconds ?? 0))) / (3_600 * (11 / 12));
  console.log(`an hour: ${late.restarts} restarts, ${cpuPercent.toFixed(2)} % of a core`);
  expect(late.restarts).toBeGreaterThan(100);
  expect(late.heapMb - early.heapMb).toBeLessThan(1);
  expect(late.externalMb - early.externalMb).toBeLessThan(1);
  expect(Math.max(...lines.map(({ zombies }) => zombies))).toBe(0);
  expect(Math.max(...lines.map(({ children }) => children))).toBeLessThanOrEqual(1);
  expect(late.files).toBeLessThanOrEqual(early.files + 4);
  expect(stopped.children).toBe(0);
  expect(cpuPercent).toBeLessThan(1);
});
