import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../console/web/state/export-windows.ts';
import { heldIn, RANGES, rollUp, startOfRange, within } from '../../../console/web/state/mood-buckets.ts';
import { merged } from '../../../console/web/state/window-pages.ts';
import { demoWindows } from '../../fixtures/console/demo-windows.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 15, 7, 30);

describe('moods rolled up', () => {
  it('count each window of the span exactly once, as released or by its reason', () => {
    const windows = fc.record({
      count: fc.nat(300),
      seconds: fc.constantFrom(15, 60, 900, 3_600),
      agoMs: fc.nat(3 * 24 * 3_600_000),
      range: fc.constantFrom(...RANGES),
    });
    fc.assert(
      fc.property(windows, ({ count, seconds, agoMs, range }) => {
        const all = demoWindows(count, NOW_MS - agoMs, seconds);
        const buckets = rollUp(all, range, NOW_MS);
        const released = buckets.reduce((sum, bucket) => sum + bucket.released, 0);
        const held = buckets.reduce((sum, bucket) => sum + (bucket.held.cohort ?? 0), 0);
        const chosen = within(all, range, NOW_MS);
        expect(released).toBe(chosen.filter(({ counts }) => counts !== null).length);
        expect(held).toBe(chosen.filter(({ suppressed }) => suppressed === 'cohort').length);
        const steps = buckets.slice(1).map((bucket, index) => bucket.startMs - (buckets[index]?.startMs ?? 0));
        expect(steps.every((step) => step === buckets[0]?.lengthMs)).toBe(true);
        expect(buckets.every(({ released: n, mean }) => (n === 0) === (mean === null))).toBe(true);
      }),
    );
  });

  it('give the mean of a window, and a band that narrows with the root of their number', () => {
    const [one] = rollUp(demoWindows(1, NOW_MS, 15), 'day', NOW_MS).filter(({ released }) => released > 0);
    expect(one).toMatchObject({ released: 1, band: 1, mean: { neutral: 2, happy: 0, surprise: -1, unsure: 1 } });
    const bandOf = (count: number) => {
      const start = Date.UTC(2026, 10, 22, 15);
      const windows = demoWindows(count, start + count * 15_000, 15).map((each) => ({
        ...each,
        counts: { neutral: 1 },
        suppressed: null,
      }));
      return rollUp(windows, 'day', start + 3_599_000).find(({ released }) => released === count)?.band ?? 0;
    };
    expect(bandOf(16) / bandOf(64)).toBeCloseTo(2, 5);
    expect(bandOf(64)).toBeLessThan(0.2);
  });

  it('tell what was held back in the whole span, the commonest reason first', () => {
    const held = [{ held: { cohort: 2, down: 1 } }, { held: { down: 4 } }, { held: {} }];
    expect(heldIn(held)).toEqual([
      ['down', 5],
      ['cohort', 2],
    ]);
    const windows = demoWindows(40, NOW_MS, 900);
    const from = startOfRange('week', NOW_MS).getTime();
    expect(rollUp(windows, 'week', NOW_MS)[0]?.startMs).toBeGreaterThanOrEqual(from);
  });

  it('leave a gap where nothing was released', () => {
    const windows = demoWindows(2, NOW_MS - 5 * 3_600_000, 15);
    const buckets = rollUp(windows, 'day', NOW_MS);
    expect(buckets.filter(({ mean }) => mean !== null)).toHaveLength(1);
    expect(buckets.at(-1)?.mean).toBeNull();
  });
});

describe('windows that come page by page', () => {
  it('are each there once, the newest first', () => {
    const all = demoWindows(9, NOW_MS);
    expect(merged(all.slice(0, 5), all.slice(2))).toEqual(all);
    expect(merged([], all)).toEqual(all);
  });
});

describe('windows as a file', () => {
  it('has a line for each window, with the counts as they were released and empty cells where there are none', () => {
    const lines = toCsv(demoWindows(4, NOW_MS)).split('\r\n');
    expect(lines[1]).toMatch(/^2026-11-22T15:07:15\.000Z,15,1,4,mood,,2,2,0,0,0,0,0,-1,1$/);
    expect(lines[4]).toMatch(/,mood,cohort,2,,,,,,,,$/);
    expect(lines).toHaveLength(6);
  });
});
