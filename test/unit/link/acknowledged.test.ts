import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledgedBut, isAcknowledged } from '../../../device/link/outbox/acknowledged.ts';

describe('what is acknowledged', () => {
  it('is everything below the end but what is pending', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 60 })), fc.nat({ max: 60 }), (positions, extra) => {
        const pending = positions.toSorted((a, b) => a - b);
        const end = (pending.at(-1) ?? -1) + 1 + extra;
        const acknowledged = acknowledgedBut(pending, end);
        for (let position = 0; position < end; position += 1) {
          expect(isAcknowledged(acknowledged, position)).toBe(!pending.includes(position));
        }
        expect(isAcknowledged(acknowledged, end)).toBe(false);
      }),
    );
  });

  it('is one number when the oldest are done', () => {
    expect(acknowledgedBut([7, 8, 9], 10)).toEqual({ through: 7, ranges: [] });
  });

  it('keeps the live ones that overtook a backlog as ranges', () => {
    expect(acknowledgedBut([2, 3, 6], 9)).toEqual({
      through: 2,
      ranges: [
        [4, 6],
        [7, 9],
      ],
    });
  });
});
