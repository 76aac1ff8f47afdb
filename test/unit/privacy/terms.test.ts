import { describe, expect, it } from 'vitest';
import { isInHours, refusalOf, tasksFor, termsOf } from '../../../device/sense/privacy/terms.ts';
import { INITIAL_PRIVACY_SETTINGS, LIVE_PROFILES, type SensingHours } from '../../../shared/privacy-settings.ts';
import { CONTEXTS, EMOTIONLESS_CONTEXTS, STREAMS } from '../../../shared/vocabulary.ts';
import { LIVE_SETTINGS, liveTerms, NOON } from './window-request.ts';

const SPAN = { startMs: NOON, seconds: 900 };
const EVERYTHING = { voice: true, gender: true };

describe('the context gate', () => {
  it('P10: a workplace and a school load no model that reads emotion, from a face or a voice, whatever is switched on', () => {
    for (const context of EMOTIONLESS_CONTEXTS) {
      expect(tasksFor(context, EVERYTHING)).toEqual(['face-detector']);
      expect(tasksFor(context, { voice: true, gender: false })).toEqual(['face-detector']);
    }
    const others = CONTEXTS.filter((context) => !EMOTIONLESS_CONTEXTS.includes(context));
    for (const context of others) {
      expect(tasksFor(context, EVERYTHING)).toEqual(expect.arrayContaining(['face-emotion', 'speech-emotion']));
    }
  });

  it('P10: gender is read nowhere unless it is switched on, a demo included, and never in a workplace or a school', () => {
    const off = { voice: true, gender: false };
    for (const context of CONTEXTS) expect(tasksFor(context, off)).not.toContain('gender');
    const allowed = CONTEXTS.filter((context) => tasksFor(context, EVERYTHING).includes('gender'));
    expect(allowed).toEqual(CONTEXTS.filter((context) => !EMOTIONLESS_CONTEXTS.includes(context)));
    const demo = (gender: boolean) =>
      termsOf({ ...INITIAL_PRIVACY_SETTINGS, gender }, { live: false, hasMicrophone: false });
    expect(demo(false)?.streams).not.toContain('gender');
    expect(demo(true)).toMatchObject({ shares: { mood: 1_200, gender: 800 }, refusal: null });
  });

  it('P10: mood, voice and gender of a workplace are refused as disabled, presence is not', () => {
    const terms = liveTerms({ context: 'workplace', voice: true, gender: true, feedback: true });
    const refused = STREAMS.filter((stream) => refusalOf(terms, stream, SPAN) === 'disabled');
    expect(refused).toEqual(['mood', 'voice', 'gender']);
  });

  it('knows no window of a live room before the claim, and a demo for every clip', () => {
    const live = { live: true, hasMicrophone: false };
    expect(termsOf(INITIAL_PRIVACY_SETTINGS, live)).toBeNull();
    for (const settings of [INITIAL_PRIVACY_SETTINGS, LIVE_SETTINGS]) {
      const demo = termsOf(settings, { ...live, live: false });
      expect(demo).toMatchObject({ context: 'demo', profile: { profile: 'demo' }, capMilli: null, refusal: null });
    }
  });

  it('P11: a live room always has a cap', () => {
    for (const profile of LIVE_PROFILES) expect(liveTerms({ profile }).capMilli).toBeGreaterThan(0);
  });

  it('refuses everything until the notice is confirmed as it reads now', () => {
    const unconfirmed = liveTerms({ noticeRevision: 2 });
    for (const stream of unconfirmed.streams) expect(refusalOf(unconfirmed, stream, SPAN)).toBe('notice');
  });

  it('answers for the streams that are switched on, and for no other', () => {
    expect(liveTerms().streams).toEqual(['mood', 'presence']);
    expect(liveTerms({ voice: true, gender: true, feedback: true }).streams).toEqual(STREAMS);
  });
});

describe('the sensing hours', () => {
  const BERLIN: SensingHours = { timeZone: 'Europe/Berlin', startMinute: 7 * 60, minutes: 12 * 60 };
  const sensed = (hours: SensingHours, day: number, seconds = 900) =>
    Array.from({ length: 86_400 / seconds }, (_, index) => ({
      startMs: day + index * seconds * 1_000,
      seconds,
    })).filter((span) => isInHours(hours, span));

  it('follow the time of the room through the year', () => {
    const first = (day: number) => new Date(sensed(BERLIN, day)[0]?.startMs ?? 0).toISOString().slice(11, 16);
    expect(first(Date.UTC(2026, 6, 1))).toBe('05:00');
    expect(first(Date.UTC(2026, 11, 1))).toBe('06:00');
  });

  it('hold as many windows as the cap was derived from, and the change of time only an hour more or less', () => {
    const night: SensingHours = { timeZone: 'Europe/Berlin', startMinute: 0, minutes: 12 * 60 };
    expect(sensed(BERLIN, Date.UTC(2026, 6, 1))).toHaveLength(48);
    const count = (noonBefore: number) => sensed(night, noonBefore).length;
    expect(count(Date.UTC(2026, 6, 1, 12))).toBe(48);
    expect(count(Date.UTC(2026, 9, 24, 12))).toBe(52);
    expect(count(Date.UTC(2026, 2, 28, 12))).toBe(44);
  });

  it('may pass midnight, and hold no window that reaches out of them', () => {
    const late: SensingHours = { timeZone: 'UTC', startMinute: 22 * 60 + 30, minutes: 180 };
    expect(sensed(late, NOON).map(({ startMs }) => new Date(startMs).toISOString().slice(11, 16))).toEqual([
      '22:30',
      '22:45',
      '23:00',
      '23:15',
      '23:30',
      '23:45',
      '00:00',
      '00:15',
      '00:30',
      '00:45',
      '01:00',
      '01:15',
    ]);
    expect(sensed(late, NOON, 3_600).map(({ startMs }) => new Date(startMs).toISOString().slice(11, 16))).toEqual([
      '23:00',
      '00:00',
    ]);
  });

  it('are always open when they are the whole day', () => {
    expect(sensed({ timeZone: 'Asia/Kolkata', startMinute: 0, minutes: 1_440 }, NOON)).toHaveLength(96);
  });
});
