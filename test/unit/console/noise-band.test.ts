import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noiseBand } from '../../../console/web/state/noise.ts';

/** P(|X| > t) of the discrete Laplace, summed term by term. */
function tail(epsilonMilli: number, t: number): number {
  const alpha = Math.exp(-epsilonMilli / 1_000);
  const scale = (1 - alpha) / (1 + alpha);
  let inside = scale;
  for (let x = 1; x <= t; x += 1) inside += 2 * scale * alpha ** x;
  return 1 - inside;
}

describe('the band of noise around a count', () => {
  it('is the smallest that holds nine of ten counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 5_000 }), (epsilonMilli) => {
        const band = noiseBand(epsilonMilli);
        expect(tail(epsilonMilli, band)).toBeLessThanOrEqual(0.1 + 1e-9);
        if (band > 0) expect(tail(epsilonMilli, band - 1)).toBeGreaterThan(0.1 - 1e-9);
      }),
    );
  });

  it('is 1 person in the demo, 5 in a standard room, 9 in a strict one', () => {
    expect([2_000, 500, 250].map(noiseBand)).toEqual([1, 5, 9]);
    expect(noiseBand(0)).toBe(0);
  });
});
