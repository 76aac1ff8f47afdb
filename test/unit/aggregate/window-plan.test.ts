import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClosedWindow,
  endOf,
  type Moment,
  type OpenWindow,
  reduceWindow,
  spanAt,
} from '../../../device/sense/aggregate/window-plan.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const LENGTHS = [15, 900, 3_600] as const;

/** Runs the plan over `moments`; a tick is repeated until nothing closes, as the room does. */
function run(seconds: number, moments: readonly Moment[]): { closed: ClosedWindow[]; open: OpenWindow | null } {
  const [first, ...rest] = moments;
  if (first === undefined) return { closed: [], open: null };
  let open = reduceWindow(null, { kind: 'open', at: first, seconds }).open;
  const closed: ClosedWindow[] = [];
  for (const at of rest) {
    while (true) {
      const step = reduceWindow(open, { kind: 'tick', at });
      open = step.open;
      if (step.closed === null) break;
      closed.push(step.closed);
    }
  }
  return { closed, open };
}

/** Moments a second apart from `wallMs` on; `wallError` bends the wall clock. */
const every = (seconds: number, wallMs: number, wallError: (second: number) => number = () => 0): Moment[] =>
  Array.from({ length: seconds + 1 }, (_, second) => ({
    monotonicMs: 5_000 + second * 1_000,
    wallMs: wallMs + second * 1_000 + wallError(second),
  }));

const starts = (closed: readonly ClosedWindow[]) =>
  closed.map(({ span }) => new Date(span.startMs).toISOString().slice(0, 19));

describe('the plan of windows', () => {
  it('aligns every window to UTC multiples of its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(...LENGTHS), (wallMs, seconds) => {
        const span = spanAt(wallMs, seconds);
        expect(span.startMs % (seconds * 1_000)).toBe(0);
        expect(span.startMs).toBeLessThanOrEqual(wallMs);
        expect(endOf(span)).toBeGreaterThan(wallMs);
      }),
    );
  });

  it('marks the window that was opened inside as incomplete and the following ones as complete', () => {
    const { closed } = run(15, every(40, NOON + 7_000));
    expect(closed.map(({ isComplete }) => isComplete)).toEqual([false, true, true]);
    expect(starts(closed)).toEqual(['2026-11-23T12:00:00', '2026-11-23T12:00:15', '2026-11-23T12:00:30']);
  });

  it('marks a window that is closed early as incomplete', () => {
    const at = { monotonicMs: 0, wallMs: NOON };
    const { open } = reduceWindow(null, { kind: 'open', at, seconds: 15 });
    const end = { monotonicMs: 9_000, wallMs: NOON + 9_000 };
    expect(reduceWindow(open, { kind: 'close', at: end }).closed).toMatchObject({
      isComplete: false,
      hasStepped: false,
      closedAtMs: 9_000,
    });
  });

  it('leaves no gap and no overlap, however late the ticks come and however the wall clock slews', () => {
    const slews = fc.array(
      fc.record({ passMs: fc.integer({ min: 1, max: 40_000 }), slewMs: fc.integer({ min: -200, max: 200 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), slews, (offsetMs, steps) => {
        let at: Moment = { monotonicMs: 0, wallMs: NOON + offsetMs };
        const moments = [at];
        for (const { passMs, slewMs } of steps) {
          at = { monotonicMs: at.monotonicMs + passMs, wallMs: at.wallMs + passMs + slewMs };
          moments.push(at);
        }
        const { closed, open } = run(15, moments);
        const all = [...closed, ...(open === null ? [] : [open])];
        for (const [index, window] of closed.entries()) {
          const next = all[index + 1];
          expect(window.hasStepped).toBe(false);
          expect(next?.span.startMs).toBe(endOf(window.span));
          expect(next?.openedAtMs).toBe(window.closedAtMs);
        }
      }),
    );
  });

  it('keeps its windows across midnight UTC', () => {
    const { closed } = run(900, every(1_801, Date.UTC(2026, 11, 31, 23, 45)));
    expect(starts(closed)).toEqual(['2026-12-31T23:45:00', '2027-01-01T00:00:00']);
    expect(closed.every(({ isComplete }) => isComplete)).toBe(true);
  });

  it('knows nothing of daylight saving: a change of local time moves no window', () => {
    const { closed } = run(3_600, every(3 * 3_600 + 1, Date.UTC(2026, 9, 25)));
    expect(starts(closed)).toEqual(['2026-10-25T00:00:00', '2026-10-25T01:00:00', '2026-10-25T02:00:00']);
  });

  it('absorbs a leap second that the wall clock repeats, and one that is smeared', () => {
    const repeated = run(
      15,
      every(46, NOON, (second) => (second >= 20 ? -1_000 : 0)),
    );
    expect(starts(repeated.closed)).toEqual(['2026-11-23T12:00:00', '2026-11-23T12:00:15', '2026-11-23T12:00:30']);
    expect(repeated.closed.some(({ hasStepped }) => hasStepped)).toBe(false);
    const smeared = run(
      900,
      every(2_701, NOON, (second) => -second / 86_400),
    );
    expect(smeared.closed).toHaveLength(3);
  });

  it.each([
    ['forward', 3_600_000, '2026-11-23T13:00:15'],
    ['back', -3_600_000, '2026-11-23T11:00:15'],
  ])(
    'ends the window at once when the wall clock jumps an hour %s, and labels the next by the new time',
    (_name, jumpMs, next) => {
      const { closed, open } = run(
        15,
        every(20, NOON, (second) => (second >= 20 ? jumpMs : 0)),
      );
      expect(closed.map(({ hasStepped, isComplete }) => [hasStepped, isComplete])).toEqual([
        [false, true],
        [true, false],
      ]);
      expect(new Date(open?.span.startMs ?? 0).toISOString().slice(0, 19)).toBe(next);
      expect(open?.isWhole).toBe(false);
    },
  );

  it('accounts for every window of an hour in which nobody ticked, and gives up on a longer absence', () => {
    const begin = { monotonicMs: 0, wallMs: NOON };
    const closedAfter = (ms: number) => run(900, [begin, { monotonicMs: ms, wallMs: NOON + ms }]).closed.length;
    expect(closedAfter(3_600_000)).toBe(4);
    expect(closedAfter(30 * 86_400_000)).toBe(1);
  });
});
