import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, claimed, confirmed, widens } from '../../../device/sense/privacy/settings-store.ts';
import {
  INITIAL_PRIVACY_SETTINGS,
  isNoticeConfirmed,
  type PrivacyChange,
  privacyChangeSchema,
  privacySettingsSchema,
} from '../../../shared/privacy-settings.ts';
import { LIVE_SETTINGS } from './window-request.ts';

const HOURS = { timeZone: 'UTC', startMinute: 420, minutes: 720 };
const BY_DAY = { ...LIVE_SETTINGS, hours: HOURS };

describe('the claim', () => {
  it('P10: the context cannot be declared a second time', () => {
    const settings = claimed(INITIAL_PRIVACY_SETTINGS, 'workplace', null);
    expect(settings.context).toBe('workplace');
    expect(() => claimed(settings, 'public', null)).toThrow(expect.objectContaining({ code: 'CONTEXT_FIXED' }));
    expect(claimed(settings, 'workplace', null)).toBe(settings);
  });

  it('P10: no other change reaches the context: it is no part of what an admin may change', () => {
    expect(() => privacyChangeSchema.parse({ context: 'public' })).toThrow();
    expect(() => privacyChangeSchema.parse({ noticeConfirmed: null })).toThrow();
    expect(() => privacyChangeSchema.parse({ noticeRevision: 1 })).toThrow();
  });

  it('asks for the legal basis in writing where the context needs one', () => {
    const claim = (basis: string | null) => claimed(INITIAL_PRIVACY_SETTINGS, 'care-or-safety', basis);
    expect(() => claim(null)).toThrow(expect.objectContaining({ code: 'LEGAL_BASIS_MISSING' }));
    expect(claim('Article 9(2)(h) GDPR, care contract').legalBasis).toMatch(/Article 9/);
  });

  it('P11: neither the demo context nor its profile can be declared', () => {
    expect(privacySettingsSchema.safeParse({ ...LIVE_SETTINGS, context: 'demo' }).success).toBe(false);
    expect(privacySettingsSchema.safeParse({ ...LIVE_SETTINGS, profile: 'demo' }).success).toBe(false);
  });
});

describe('the confirmation of the notice', () => {
  it('names the revision that was read; another is refused and changes nothing', () => {
    const outdated = { ...LIVE_SETTINGS, noticeRevision: 7, noticeConfirmed: null };
    const before = JSON.stringify(outdated);
    for (const read of [1, 6, 8])
      expect(() => confirmed(outdated, read, 0)).toThrow(expect.objectContaining({ code: 'NOTICE_OUTDATED' }));
    expect(JSON.stringify(outdated)).toBe(before);
    expect(isNoticeConfirmed(confirmed(outdated, 7, 0))).toBe(true);
  });
});

describe('what widens sensing', () => {
  const asks = (change: PrivacyChange, from = BY_DAY) => !isNoticeConfirmed(changed(from, change));

  it('asks for the notice again: more exact figures, more histograms, other hours', () => {
    expect(asks({ gender: true })).toBe(true);
    expect(asks({ voice: true })).toBe(true);
    expect(asks({ feedback: true })).toBe(true);
    expect(asks({ profile: 'standard' }, { ...BY_DAY, profile: 'strict' })).toBe(true);
    expect(asks({ hours: { ...HOURS, minutes: 735 } })).toBe(true);
    expect(asks({ hours: { ...HOURS, startMinute: 405 } })).toBe(true);
    expect(asks({ hours: { ...HOURS, timeZone: 'Europe/Paris' } })).toBe(true);
  });

  it('does not ask again for less', () => {
    expect(asks({ profile: 'strict' })).toBe(false);
    expect(asks({ gender: false }, { ...BY_DAY, gender: true })).toBe(false);
    expect(asks({ hours: { ...HOURS, startMinute: 480, minutes: 660 } })).toBe(false);
    expect(asks({ hours: HOURS }, LIVE_SETTINGS)).toBe(false);
    expect(asks({ previewEnabled: true })).toBe(false);
    expect(asks({})).toBe(false);
  });

  it('is never missed by going in two steps', () => {
    const change = fc.record(
      { profile: fc.constantFrom('standard' as const, 'strict' as const), gender: fc.boolean(), voice: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, change, (one, two) => {
        const after = changed(changed(BY_DAY, one), two);
        if (widens(BY_DAY, after)) expect(isNoticeConfirmed(after)).toBe(false);
      }),
    );
  });
});
