import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanError } from '../../../device/sense/privacy/discrete-laplace.ts';
import { capOf } from '../../../device/sense/privacy/ledger.ts';
import { PROFILE_TERMS, presenceShares, sharesOf, totalOf } from '../../../device/sense/privacy/profiles.ts';
import { INITIAL_PRIVACY_SETTINGS } from '../../../shared/privacy-settings.ts';
import { CONTEXTS, EMOTIONLESS_CONTEXTS, PROFILES } from '../../../shared/vocabulary.ts';

const switches = fc.record({ voice: fc.boolean(), gender: fc.boolean(), feedback: fc.boolean() });
const ALL_ON = { voice: true, gender: true, feedback: true };

describe('the profiles', () => {
  it("P3: the shares of all histograms sum to the window's epsilon, whatever is switched on", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PROFILES), fc.constantFrom(...CONTEXTS), switches, (profile, context, on) => {
        const shares = sharesOf(profile, context, on);
        expect(totalOf(shares)).toBeLessThanOrEqual(PROFILE_TERMS[profile].epsilonMilli);
        expect(Object.values(shares).every((milli) => Number.isInteger(milli) && milli >= 0)).toBe(true);
        const whole = on.voice && !EMOTIONLESS_CONTEXTS.includes(context);
        if (whole) expect(totalOf(shares)).toBe(PROFILE_TERMS[profile].epsilonMilli);
        const presence = Object.values(presenceShares(shares.presence));
        expect(presence.every(Number.isInteger)).toBe(true);
        expect(presence.reduce((sum, milli) => sum + milli, 0)).toBe(shares.presence);
      }),
    );
  });

  it('P3: gender and feedback take from mood and never add', () => {
    for (const profile of PROFILES) {
      const off = sharesOf(profile, 'public', { voice: true, gender: false, feedback: false });
      const on = sharesOf(profile, 'public', ALL_ON);
      expect(on.mood + on.gender + on.feedback).toBe(off.mood);
      expect([on.presence, on.voice]).toEqual([off.presence, off.voice]);
    }
  });

  it('P3: the share of a histogram that is off is not given to another', () => {
    const on = sharesOf('standard', 'public', { voice: true, gender: false, feedback: false });
    const off = sharesOf('standard', 'public', { voice: false, gender: false, feedback: false });
    expect(off).toEqual({ ...on, voice: 0 });
  });

  it('have the caps that follow from twelve sensing hours, and the mean errors that the table states', () => {
    const { hours } = INITIAL_PRIVACY_SETTINGS;
    expect(PROFILES.map((profile) => capOf(PROFILE_TERMS[profile], hours))).toEqual([null, 48_000, 6_000]);
    const moodError = (profile: (typeof PROFILES)[number]) =>
      meanError(sharesOf(profile, 'public', { voice: false, gender: false, feedback: false }).mood);
    expect(PROFILES.map((profile) => Math.round(moodError(profile) * 10) / 10)).toEqual([0.3, 1.9, 4]);
  });

  it('give emotions no share in a workplace or a school', () => {
    for (const context of EMOTIONLESS_CONTEXTS) {
      expect(sharesOf('standard', context, ALL_ON)).toMatchObject({ mood: 0, voice: 0, presence: 300 });
    }
  });
});
