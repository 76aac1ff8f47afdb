import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downSeq, downWindow, wholeWindows } from '../../../device/link/sense/down-windows.ts';
import { STREAMS } from '../../../shared/vocabulary.ts';
import { windowSchema } from '../../../shared/window.ts';
import { makeWindow } from '../../integration/link/sense-double.ts';

describe('windows in which sense did not run', () => {
  it('are those that lie wholly within its absence, aligned as sense aligns them', () => {
    expect(wholeWindows(14_000, 61_000, 15)).toEqual([15_000, 30_000, 45_000]);
    expect(wholeWindows(15_000, 29_999, 15)).toEqual([]);
    fc.assert(
      fc.property(
        fc.nat({ max: 1e6 }),
        fc.nat({ max: 1e6 }),
        fc.constantFrom(15, 900, 3_600),
        (fromMs, ms, seconds) => {
          for (const startMs of wholeWindows(fromMs, fromMs + ms, seconds)) {
            expect(startMs % (seconds * 1_000)).toBe(0);
            expect(startMs).toBeGreaterThanOrEqual(fromMs);
            expect(startMs + seconds * 1_000).toBeLessThanOrEqual(fromMs + ms);
          }
        },
      ),
    );
  });

  it('have a key that follows from start and stream, and that no other has', () => {
    const keys = [0, 1_000, 15_000, Date.UTC(2100, 0, 1)].flatMap((startMs) => STREAMS.map((s) => downSeq(startMs, s)));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every(Number.isSafeInteger)).toBe(true);
  });

  it('carry no counts, no models, no epsilon and the reason down, in boot 0', () => {
    const last = makeWindow({ device: 'room-1', boot: 7, seq: 40, stream: 'presence' });
    const down = downWindow(last, Date.UTC(2026, 10, 2, 12), 'synced');
    expect(windowSchema.parse(down)).toMatchObject({
      boot: 0,
      stream: 'presence',
      counts: null,
      suppressed: 'down',
      models: {},
      privacy: { epsilonMilli: 0, mechanism: 'none' },
      quality: { coveragePercent: 0 },
    });
  });
});
