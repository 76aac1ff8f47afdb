import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSOLUTE_MS, IDLE_MS, isAliveAt } from '../../../console/sessions/session-store.ts';

const T0 = Date.UTC(2026, 10, 22);

describe('the life of a session', () => {
  it('C5: is over 15 minutes after it was last seen and 8 hours after it began, to the millisecond', () => {
    fc.assert(
      fc.property(fc.nat(ABSOLUTE_MS * 2), fc.nat(ABSOLUTE_MS * 2), (seenAfterMs, askedAfterMs) => {
        const session = { createdMs: T0, lastSeenMs: T0 + seenAfterMs };
        const nowMs = T0 + seenAfterMs + askedAfterMs;
        const expected = askedAfterMs < IDLE_MS && seenAfterMs + askedAfterMs < ABSOLUTE_MS;
        expect(isAliveAt(session, nowMs)).toBe(expected);
      }),
    );
    expect(isAliveAt({ createdMs: T0, lastSeenMs: T0 }, T0 + IDLE_MS - 1)).toBe(true);
    expect(isAliveAt({ createdMs: T0, lastSeenMs: T0 }, T0 + IDLE_MS)).toBe(false);
  });

  it('C5: is not prolonged by a wall clock that is set back', () => {
    expect(isAliveAt({ createdMs: T0, lastSeenMs: T0 }, T0 - 3_600_000)).toBe(false);
    expect(isAliveAt({ createdMs: T0, lastSeenMs: T0 }, T0 - 1_000)).toBe(true);
  });
});
