import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { scratch } from '../../fixtures/capture/clips.ts';
import { storm } from '../../fixtures/capture/storm.ts';

const files = scratch();
afterAll(() => files.remove());

test('S2: minutes of failure leave no zombie and no file, and their waits keep the restarts few', async () => {
  const device = files.path('video0');
  writeFileSync(device, '');
  const lines = await storm(20, 5, device);
  const [first, last] = [lines[0], lines.at(-1)];
  expect(last?.restarts).toBeGreaterThan(8);
  expect(last?.restarts).toBeLessThan(45);
  expect(Math.max(...lines.map(({ zombies }) => zombies))).toBe(0);
  expect(last?.children).toBe(0);
  expect(last?.files).toBeLessThanOrEqual((first?.files ?? 0) + 2);
});
