import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROFILE_TERMS, sharesOf } from '../../../device/sense/privacy/profiles.ts';
import { settingsStatus } from '../../../device/sense/privacy/room-status.ts';
import { changed, widens } from '../../../device/sense/privacy/settings-store.ts';
import { termsOf } from '../../../device/sense/privacy/terms.ts';
import {
  configurationOf,
  type NoticeConfiguration,
  operatorSchema,
  UNSTATED_OPERATOR,
} from '../../../shared/notice/configuration.ts';
import { NOTICE_LANGUAGES, type NoticeLanguage } from '../../../shared/notice/languages.ts';
import { meanErrorOf, NOTICE_TEXTS, type Notice, noticeOf } from '../../../shared/notice/notice.ts';
import {
  DECLARED_CONTEXTS,
  INITIAL_PRIVACY_SETTINGS,
  LIVE_PROFILES,
  type PrivacyChange,
  type PrivacySettings,
} from '../../../shared/privacy-settings.ts';
import type { Context } from '../../../shared/vocabulary.ts';
import { demoSense } from '../../fixtures/console/demo-windows.ts';

const CLAIMED: PrivacySettings = { ...INITIAL_PRIVACY_SETTINGS, context: 'public', noticeRevision: 4 };

/** As sense tells it of a live room, by sense's own code. */
function configurationWith(settings: PrivacySettings, label = '/dev/video0'): NoticeConfiguration {
  const status = settingsStatus(settings, termsOf(settings, { live: true, hasMicrophone: true }));
  return configurationOf({ ...demoSense, ...status, source: { ...demoSense.source, label, live: true } });
}

const of = (configuration: NoticeConfiguration | null, language: NoticeLanguage, operator = UNSTATED_OPERATOR) =>
  noticeOf({ state: 'sensing', configuration, operator }, language);

const linesOf = ({ title, now, sections, edition }: Notice) => [
  title,
  now,
  ...sections.flatMap(({ heading, sentences, fields }) => [heading, ...sentences, ...fields.map(({ label }) => label)]),
  ...(edition === null ? [] : [edition]),
];
const textOf = (notice: Notice) => linesOf(notice).join('\n');

/** Every text of a language, functions called with telling values. */
function leavesOf(texts: object, path = ''): readonly (readonly [path: string, text: string])[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (typeof value === 'object') return leavesOf(value, at);
    return [[at, typeof value === 'function' ? value('4711', '4712', '4713') : value] as const];
  });
}

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

describe('the texts of the notice', () => {
  const english = leavesOf(NOTICE_TEXTS.en);

  it.each(NOTICE_LANGUAGES)('in %s say every sentence, each in words of their own, with every figure', (language) => {
    const own = leavesOf(NOTICE_TEXTS[language]);
    expect(own.map(([path]) => path)).toEqual(english.map(([path]) => path));
    for (const [index, [path, text]] of own.entries()) {
      const [, model = ''] = english[index] ?? [];
      expect([path, text.trim().length > 2, /undefined|NaN|\$\{|\[object/.test(text)]).toEqual([path, true, false]);
      expect([path, text.match(/471\d/g)]).toEqual([path, model.match(/471\d/g)]);
      const isAlike = language !== 'en' && text === model && path !== '.fields.contact';
      expect([path, isAlike]).toEqual([path, false]);
    }
  });

  it('name the same articles of the law in every language', () => {
    const articles = (text: string) => (text.match(/\d+/g) ?? []).join(' ');
    for (const key of ['emotionLaw', 'noEmotionLaw', 'genderLaw', 'access', 'unfindable', 'complaint'] as const) {
      for (const language of NOTICE_LANGUAGES) {
        expect([key, language, articles(NOTICE_TEXTS[language][key])]).toEqual([
          key,
          language,
          articles(NOTICE_TEXTS.en[key]),
        ]);
      }
    }
  });
});

describe.each(NOTICE_LANGUAGES)('the notice in %s', (language) => {
  const t = NOTICE_TEXTS[language];
  const decimal = (text: string) => (['de', 'fr', 'es', 'pl'].includes(language) ? text.replace('.', ',') : text);

  it('states the figures of the configuration as they are', () => {
    const standard = textOf(of(configurationWith(CLAIMED), language));
    for (const figure of ['15', '5', decimal('1.9'), decimal('5.5'), '07:00', '19:00', 'UTC', '31', '4'])
      expect(standard).toMatch(new RegExp(`(^|\\D)${figure.replace('.', '\\.')}(\\D|$)`, 'm'));
    const strict = textOf(of(configurationWith({ ...CLAIMED, profile: 'strict', noticeRevision: 17 }), language));
    for (const figure of ['60', '10', decimal('4.0'), decimal('11.1'), '17'])
      expect(strict).toMatch(new RegExp(`(^|\\D)${figure.replace('.', '\\.')}(\\D|$)`, 'm'));
    const demo = textOf(of(configurationOf(demoSense), language));
    for (const figure of ['3', '15', decimal('0.3')])
      expect(demo).toMatch(new RegExp(`(^|\\D)${figure.replace('.', '\\.')}(\\D|$)`, 'm'));
  });

  it('speaks of moods, voices, gender, taps and a network camera exactly where they are', () => {
    const plain = linesOf(of(configurationWith(CLAIMED), language));
    const extras = [t.voice, t.gender, t.genderLaw, t.feedback, t.networkCamera];
    expect(plain.filter((line) => extras.includes(line))).toEqual([]);
    expect(plain).toEqual(expect.arrayContaining([t.camera, t.moods, t.noVoice, t.emotionLaw, t.nothingKept]));
    const all = { ...CLAIMED, voice: true, gender: true, feedback: true };
    const full = linesOf(of(configurationWith(all, 'rtsp://camera-3/stream'), language));
    expect(full).toEqual(expect.arrayContaining(extras));
    expect(full).not.toContain(t.noVoice);
  });

  it('P10: says in a workplace and in a school that no emotion model is loaded, whatever is switched on', () => {
    for (const context of ['workplace', 'education'] as const) {
      const lines = linesOf(of(configurationWith({ ...CLAIMED, context, voice: true }), language));
      expect(lines).toEqual(expect.arrayContaining([t.noMoods, t.noVoice, t.noEmotionLaw, t.title.people]));
      expect(lines.filter((line) => [t.moods, t.voice, t.emotionLaw, t.title.moods].includes(line))).toEqual([]);
    }
  });

  it('says of a demo that it is one', () => {
    const lines = linesOf(of(configurationOf(demoSense), language));
    expect(lines).toEqual(expect.arrayContaining([t.title.demo, t.clip, t.now.replaying, t.purposes.demo]));
    expect(lines).not.toContain(t.camera);
  });

  it('never claims that something is sensed when nothing is known', () => {
    const before = noticeOf({ state: 'idle', configuration: null, operator: UNSTATED_OPERATOR }, language);
    const unclaimed = of(configurationWith(INITIAL_PRIVACY_SETTINGS), language);
    expect([before.title, unclaimed.title]).toEqual([t.title.nothing, t.title.nothing]);
    expect([before.now, unclaimed.now]).toEqual([t.now.unset, t.now.unset]);
    const down = noticeOf({ state: 'silent', configuration: null, operator: UNSTATED_OPERATOR }, language);
    expect(down.now).toBe(t.now.silentUnset);
    const last = noticeOf(
      { state: 'silent', configuration: configurationWith(CLAIMED), operator: UNSTATED_OPERATOR },
      language,
    );
    expect(last.now).toBe(t.now.silent);
    expect(last.edition).toContain('4');
  });

  it('reads otherwise, in its sentences and in its edition, after every change that widens sensing', () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const before = changed(CLAIMED, first);
        const after = changed(before, second);
        if (!widens(before, after)) return;
        const [was, is] = [of(configurationWith(before), language), of(configurationWith(after), language)];
        expect(is.edition).not.toBe(was.edition);
        expect(is.sections).not.toEqual(was.sections);
      }),
    );
  });
});

describe('the notice', () => {
  it('gives the mean error that the shares of the profile lead to', () => {
    const { mood } = sharesOf('standard', 'public', { voice: false, gender: false, feedback: false });
    expect(meanErrorOf(mood)).toBeCloseTo(1.92, 2);
    // The same by summing 2x·P(x), P(x) = (1 − α) / (1 + α) · α^x.
    for (const epsilonMilli of [50, 250, 500, PROFILE_TERMS.demo.epsilonMilli / 2]) {
      const alpha = Math.exp(-epsilonMilli / 1_000);
      let sum = 0;
      for (let x = 1; x < 2_000; x += 1) sum += 2 * x * ((1 - alpha) / (1 + alpha)) * alpha ** x;
      expect(meanErrorOf(epsilonMilli)).toBeCloseTo(sum, 6);
    }
  });

  it('has a purpose for every context that can be declared', () => {
    const contexts = DECLARED_CONTEXTS as readonly Exclude<Context, 'demo'>[];
    const purposes = contexts.map(
      (context) => of(configurationWith({ ...CLAIMED, context }), 'en').sections[1]?.sentences[0],
    );
    expect(new Set(purposes).size).toBe(contexts.length);
  });

  it('shows the operator’s words as they were written, and leaves name and contact open until they are', () => {
    const operator = operatorSchema.parse({
      name: ' City library ',
      contact: 'desk@library.example',
      purpose: 'Opening hours',
      legalBasis: 'Article 6(1)(f) GDPR',
      authority: 'Data protection commissioner',
    });
    const fields = of(configurationWith(CLAIMED), 'en', operator).sections.flatMap((section) => section.fields);
    expect(fields.map(({ value }) => value)).toEqual([
      'Opening hours',
      'Article 6(1)(f) GDPR',
      'City library',
      'desk@library.example',
      'Data protection commissioner',
    ]);
    const open = of(configurationWith(CLAIMED), 'en').sections.flatMap((section) => section.fields);
    expect(open.map(({ value }) => value)).toEqual([null, null]);
    for (const name of ['two\nlines', 'x'.repeat(101), 'hidden\u202e', 5])
      expect(operatorSchema.safeParse({ ...UNSTATED_OPERATOR, name }).success).toBe(false);
  });
});
