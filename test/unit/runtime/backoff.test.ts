import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from '../../../device/runtime/backoff.ts';

const drawing = (byte: number) => ({ bytes: (count: number) => new Uint8Array(count).fill(byte) });

it('grows from its minimum to its ceiling and never passes either', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 0, max: 255 }), (failures, byte) => {
      const waitMs = backoffMs({ minMs: 1_000, maxMs: 30_000 }, failures, drawing(byte));
      expect(waitMs).toBeGreaterThanOrEqual(1_000);
      expect(waitMs).toBeLessThanOrEqual(30_000);
    }),
  );
});

it('spreads waits over the whole range, so that a fleet does not return at once', () => {
  const backoff = { minMs: 1_000, maxMs: 300_000 };
  expect(backoffMs(backoff, 20, drawing(0))).toBe(1_000);
  expect(backoffMs(backoff, 20, drawing(128))).toBeGreaterThan(140_000);
  expect(backoffMs(backoff, 20, drawing(255))).toBeGreaterThan(299_000);
});
