import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canSpend,
  capOf,
  type Ledger,
  NEW_LEDGER,
  onDay,
  spend,
  spentOf,
} from '../../../device/sense/privacy/ledger.ts';
import { PROFILE_TERMS } from '../../../device/sense/privacy/profiles.ts';
import { INITIAL_PRIVACY_SETTINGS } from '../../../shared/privacy-settings.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 23);
const CAP = 48_000;

type Act =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'step'; readonly ms: number }
  | { readonly kind: 'spend'; readonly milli: number }
  | { readonly kind: 'restart' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: DAY_MS }) }),
  fc.record({ kind: fc.constant('step' as const), ms: fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }) }),
  fc.record({ kind: fc.constant('spend' as const), milli: fc.integer({ min: 0, max: 20_000 }) }),
  fc.record({ kind: fc.constant('restart' as const) }),
);

interface World {
  readonly ledger: Ledger;
  readonly wallMs: number;
  /** Run since the ledger was last aged. */
  readonly ranMs: number;
}

interface Epoch {
  spentMilli: number;
  ranMs: number;
  readonly day: number;
}

/** Plays the acts as sense would and returns what was spent between refills, counted apart from the ledger. */
function play(acts: readonly Act[], age = onDay): Epoch[] {
  let world: World = { ledger: NEW_LEDGER, wallMs: START, ranMs: 0 };
  let epoch: Epoch = { spentMilli: 0, ranMs: 0, day: 0 };
  const epochs = [epoch];
  for (const one of acts) {
    if (one.kind === 'pass') {
      world = { ...world, wallMs: world.wallMs + one.ms, ranMs: world.ranMs + one.ms };
      epoch.ranMs += one.ms;
    } else if (one.kind === 'step') world = { ...world, wallMs: world.wallMs + one.ms };
    else if (one.kind === 'restart') world = { ...world, ledger: JSON.parse(JSON.stringify(world.ledger)), ranMs: 0 };
    else {
      const ledger = age(world.ledger, world.wallMs, world.ranMs);
      const isRefilled = ledger.day !== world.ledger.day || ledger.spentMilli < world.ledger.spentMilli;
      if (isRefilled) {
        epoch = { spentMilli: 0, ranMs: 0, day: ledger.day };
        epochs.push(epoch);
      }
      const isAllowed = canSpend(ledger, one.milli, CAP);
      if (isAllowed) epoch.spentMilli += one.milli;
      world = { ...world, ledger: isAllowed ? spend(ledger, one.milli, CAP, 0) : ledger, ranMs: 0 };
    }
  }
  return epochs;
}

describe('the ledger', () => {
  it('P5: never lets more than the cap go between two refills, and refills only for a later day or a whole day of running', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const epochs = play(acts);
        for (const [index, epoch] of epochs.entries()) {
          expect(epoch.spentMilli).toBeLessThanOrEqual(CAP);
          const before = epochs[index - 1];
          if (before !== undefined && epoch.day <= before.day) expect(before.ranMs).toBeGreaterThanOrEqual(DAY_MS);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('P5: a ledger that believes every clock would be refilled by turning the clock back, and this is seen', () => {
    const gullible = (ledger: Ledger, wallMs: number): Ledger => {
      const day = Math.floor(wallMs / DAY_MS);
      return day === ledger.day ? ledger : { ...NEW_LEDGER, day };
    };
    const back: Act[] = [
      { kind: 'spend', milli: 20_000 },
      { kind: 'step', ms: -DAY_MS },
      { kind: 'spend', milli: 20_000 },
    ];
    expect(play(back, gullible).map(({ day }) => day - START / DAY_MS)).toEqual([-START / DAY_MS, 0, -1]);
    expect(play(back).map(({ day }) => day - START / DAY_MS)).toEqual([-START / DAY_MS, 0]);
  });

  it('P5: turning the clock back, by an hour over midnight or by a year, gives nothing back', () => {
    const spent = spend(onDay(NEW_LEDGER, START, 0), CAP, CAP, 0);
    for (const backMs of [1, 3_600_000, DAY_MS, 365 * DAY_MS]) {
      expect(canSpend(onDay(spent, START - backMs, 1_000), 1, CAP)).toBe(false);
    }
    expect(canSpend(onDay(spent, START + DAY_MS - 1, 0), 1, CAP)).toBe(false);
    expect(canSpend(onDay(spent, START + DAY_MS, 0), CAP, CAP)).toBe(true);
  });

  it('recovers from a clock that once was years ahead, after a whole day of running and not before', () => {
    const ahead = spend(onDay(NEW_LEDGER, START + 10 * 365 * DAY_MS, 0), CAP, CAP, START + 10 * 365 * DAY_MS);
    const almost = onDay(ahead, START, DAY_MS - 1);
    expect(canSpend(almost, 1, CAP)).toBe(false);
    const recovered = onDay(almost, START, 1);
    expect(recovered).toMatchObject({ spentMilli: 0, drawnUntilMs: START });
  });

  it('refuses a spend over the cap, and one that is none', () => {
    expect(() => spend(NEW_LEDGER, CAP + 1, CAP, 0)).toThrow(RangeError);
    expect(() => spend(NEW_LEDGER, -1, CAP, 0)).toThrow(RangeError);
    expect(() => spend(NEW_LEDGER, 0.5, CAP, 0)).toThrow(RangeError);
  });

  it('keeps what clips spend apart from what people spend', () => {
    const demo = spend(NEW_LEDGER, 1_000_000, null, 0);
    expect([spentOf(demo, null), spentOf(demo, CAP)]).toEqual([1_000_000, 0]);
  });

  it('derives the cap from the sensing hours', () => {
    const hours = { ...INITIAL_PRIVACY_SETTINGS.hours, minutes: 90 };
    expect(capOf(PROFILE_TERMS.standard, hours)).toBe(6_000);
    expect(capOf(PROFILE_TERMS.strict, hours)).toBe(500);
    expect(capOf(PROFILE_TERMS.demo, hours)).toBeNull();
  });
});
