import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROFILE_TERMS } from '../../../device/sense/privacy/profiles.ts';
import { changed, widens } from '../../../device/sense/privacy/settings-store.ts';
import { composeNotice, type Notice, noticeFactsOf } from '../../../shared/notice.ts';
import type { NoticeLanguage } from '../../../shared/notice-language.ts';
import { NOTICE_LANGUAGES } from '../../../shared/notice-languages.ts';
import {
  DECLARED_CONTEXTS,
  INITIAL_PRIVACY_SETTINGS,
  LIVE_PROFILES,
  type PrivacyChange,
  type PrivacySettings,
} from '../../../shared/privacy-settings.ts';
import { LIVE_SETTINGS } from './window-request.ts';

const BY_DAY = { ...LIVE_SETTINGS, hours: INITIAL_PRIVACY_SETTINGS.hours };

function noticeOf(settings: PrivacySettings, language: NoticeLanguage): Notice {
  const { k, windowSeconds } = PROFILE_TERMS[settings.profile];
  const facts = noticeFactsOf(settings, {
    k,
    windowSeconds,
    operator: 'City library',
    contact: 'desk@library.example',
  });
  if (facts === null) throw new Error('the settings of this test are not claimed');
  return composeNotice(facts, language);
}

const textOf = ({ title, sections }: Notice) =>
  [title, ...sections.flatMap(({ heading, sentences }) => [heading, ...sentences])].join('\n');

const change: fc.Arbitrary<PrivacyChange> = fc.record(
  {
    profile: fc.constantFrom(...LIVE_PROFILES),
    gender: fc.boolean(),
    voice: fc.boolean(),
    feedback: fc.boolean(),
    hours: fc.record({
      timeZone: fc.constantFrom('UTC', 'Asia/Kolkata'),
      startMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
      minutes: fc.integer({ min: 4, max: 96 }).map((quarters) => quarters * 15),
    }),
  },
  { requiredKeys: [] },
);

describe.each(NOTICE_LANGUAGES)('the notice in $name', (language) => {
  it('says in every context what is sensed, why, what is kept and published, which rights, and who to ask', () => {
    for (const context of DECLARED_CONTEXTS) {
      const { sections } = noticeOf({ ...LIVE_SETTINGS, context: context as PrivacySettings['context'] }, language);
      expect(sections).toHaveLength(6);
      for (const { heading, sentences } of sections) {
        expect(heading.length).toBeGreaterThan(2);
        expect(sentences.length).toBeGreaterThan(0);
        for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|\$\{/);
      }
      expect(sections.at(-1)?.sentences).toEqual(['City library, desk@library.example']);
    }
  });

  it('speaks of emotions, voices, gender and taps exactly where they are sensed', () => {
    const plain = textOf(noticeOf(LIVE_SETTINGS, language));
    expect(plain).toContain(language.emotions);
    for (const sentence of [language.voice, language.gender, language.feedback]) expect(plain).not.toContain(sentence);
    const full = textOf(noticeOf({ ...LIVE_SETTINGS, voice: true, gender: true, feedback: true }, language));
    for (const sentence of [language.voice, language.gender, language.feedback]) expect(full).toContain(sentence);
    const school = textOf(noticeOf({ ...LIVE_SETTINGS, context: 'education', voice: true }, language));
    expect(school).toContain(language.noEmotions);
    expect(school).toContain(language.noVoice);
  });

  it('states the smallest group, the length of a window, the hours and the legal basis as they are', () => {
    const legalBasis = 'Article 9(2)(h) GDPR, care contract';
    const text = textOf(noticeOf({ ...BY_DAY, profile: 'strict', context: 'care-or-safety', legalBasis }, language));
    for (const fact of ['10', '60', '07:00', '19:00', 'UTC', legalBasis]) expect(text).toContain(fact);
  });

  it('reads otherwise after every change that asks for it again', () => {
    fc.assert(
      fc.property(change, (one) => {
        const after = changed(BY_DAY, one);
        const isOther = textOf(noticeOf(after, language)) !== textOf(noticeOf(BY_DAY, language));
        if (widens(BY_DAY, after)) expect(isOther).toBe(true);
      }),
    );
  });
});

describe('the notice', () => {
  it('is in six languages, each said in its own words', () => {
    expect(NOTICE_LANGUAGES.map(({ code }) => code)).toEqual(['en', 'de', 'fr', 'es', 'pl', 'hi']);
    const texts = NOTICE_LANGUAGES.map((language) => new Set(textOf(noticeOf(LIVE_SETTINGS, language)).split('\n')));
    const contact = 'City library, desk@library.example';
    for (const [index, text] of texts.entries()) {
      for (const other of texts.slice(index + 1))
        expect([...text].filter((line) => other.has(line))).toEqual([contact]);
    }
  });

  it('has nothing to say before the claim', () => {
    const around = { k: 5, windowSeconds: 900, operator: '', contact: '' };
    expect(noticeFactsOf(INITIAL_PRIVACY_SETTINGS, around)).toBeNull();
  });
});
