import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBudget } from '../../../console/preview/byte-budget.ts';

const MEGABIT_BYTES = 125_000;

/** Bytes that went in `seconds`, at ten pictures of `bytes` a second. */
function sent(bytes: number, seconds: number): number {
  const budget = new ByteBudget();
  let total = 0;
  for (let picture = 0; picture < seconds * 10; picture += 1) {
    if (budget.spend(bytes, picture * 100)) total += bytes;
  }
  return total;
}

describe('the byte budget of a viewer', () => {
  it('lets every picture of an ordinary room go, ten a second', () => {
    expect(sent(2_500, 60)).toBe(2_500 * 600);
  });

  it('holds any picture to a megabit a second over time, and never starves a viewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (bytes) => {
        const total = sent(bytes, 60);
        return (
          total <= 60 * MEGABIT_BYTES + MEGABIT_BYTES / 2 + bytes && total >= Math.min(bytes * 600, 30 * MEGABIT_BYTES)
        );
      }),
    );
  });
});
