import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  discreteLaplace,
  meanError,
  standardDeviation,
  upperTail,
} from '../../../device/sense/privacy/discrete-laplace.ts';
import {
  NOISED_GATE_RISK,
  noisedThreshold,
  passesNoisedGate,
  passesTrueGate,
} from '../../../device/sense/privacy/gate.ts';
import { SeededRandom } from './seeded-random.ts';

const epsilon = fc.integer({ min: 20, max: 4_000 });

describe('the gate', () => {
  it('P2: the true gate lets no cohort under k pass', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 100 }), (cohort, k) => {
        expect(passesTrueGate(cohort, k)).toBe(cohort >= k);
      }),
    );
  });

  it('P2: the noised gate lets any cohort under k pass with probability at most 1 %, and its margin is the smallest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), epsilon, (k, milli) => {
        const threshold = noisedThreshold(k, milli);
        for (let cohort = 0; cohort < k; cohort += 1) {
          expect(upperTail(milli, threshold - cohort)).toBeLessThanOrEqual(NOISED_GATE_RISK);
        }
        const smaller = threshold - 1 - (k - 1);
        if (smaller >= 1) expect(upperTail(milli, smaller)).toBeGreaterThan(NOISED_GATE_RISK);
      }),
    );
  });

  it('P2: 20,000 windows of nine people pass the strict gate at most 1 % of the time, a gate without margin far more often', () => {
    const random = new SeededRandom('gate');
    const noised = Array.from({ length: 20_000 }, () => 9 + discreteLaplace(90, random));
    const passed = noised.filter((people) => passesNoisedGate(people, 10, 90)).length / noised.length;
    expect(passed).toBeLessThanOrEqual(NOISED_GATE_RISK + 3 * Math.sqrt((0.01 * 0.99) / noised.length));
    const withoutMargin = noised.filter((people) => people >= 10).length / noised.length;
    expect(withoutMargin).toBeGreaterThan(0.4);
  });
});

describe('the figures of the noise', () => {
  it('agree with sums over the distribution itself', () => {
    fc.assert(
      fc.property(epsilon, fc.integer({ min: 1, max: 40 }), (milli, m) => {
        const e = milli / 1_000;
        const weight = (x: number) => Math.exp(-e * Math.abs(x));
        const range = Array.from({ length: 40_001 }, (_, index) => index - 20_000).filter((x) => Math.abs(x) * e < 60);
        const total = range.reduce((sum, x) => sum + weight(x), 0);
        const mean = (of: (x: number) => number) => range.reduce((sum, x) => sum + of(x) * weight(x), 0) / total;
        expect(mean(Math.abs)).toBeCloseTo(meanError(milli), 6);
        expect(Math.sqrt(mean((x) => x * x))).toBeCloseTo(standardDeviation(milli), 6);
        expect(mean((x) => (x >= m ? 1 : 0))).toBeCloseTo(upperTail(milli, m), 6);
      }),
      { numRuns: 30 },
    );
  });

  it('refuse an epsilon that is no whole thousandth', () => {
    for (const milli of [0, -1, 0.5, Number.NaN])
      expect(() => discreteLaplace(milli, new SeededRandom('x'))).toThrow(RangeError);
  });
});
