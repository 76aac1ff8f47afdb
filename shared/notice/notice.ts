// The notice that hangs in the room, made from the configuration that holds: what is sensed, why, by whom, what is kept,
// what is published and how it is blurred, law, rights (EU AI Act, Article 50(3); GDPR, Article 13). Pure. Whatever widens
// sensing changes its edition, so that an old print can be told from the current one.
import { AIMING_MS, RING_DAYS } from '../limits.ts';
import type { SensingHours } from '../privacy-settings.ts';
import { EMOTIONLESS_CONTEXTS } from '../vocabulary.ts';
import type { NoticeConfiguration, NoticeFacts, Operator } from './configuration.ts';
import { ENGLISH } from './english.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { HINDI } from './hindi.ts';
import type { NoticeLanguage } from './languages.ts';
import { POLISH } from './polish.ts';
import { SPANISH } from './spanish.ts';
import type { NoticeTexts } from './texts.ts';

export const NOTICE_TEXTS: Readonly<Record<NoticeLanguage, NoticeTexts>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  pl: POLISH,
  hi: HINDI,
};

/** What the operator has written; null is a line to be filled in by hand. */
export interface NoticeField {
  readonly label: string;
  readonly value: string | null;
}

export interface NoticeSection {
  readonly id: keyof NoticeTexts['headings'];
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly fields: readonly NoticeField[];
}

export interface Notice {
  readonly language: NoticeLanguage;
  readonly title: string;
  /** Of this moment: for the page, not for paper. */
  readonly now: string;
  readonly sections: readonly NoticeSection[];
  /** Null before anything is set up. */
  readonly edition: string | null;
}

export function noticeOf(
  { state, configuration, operator, operatorRevision = 0 }: NoticeFacts,
  language: NoticeLanguage,
): Notice {
  const t = NOTICE_TEXTS[language];
  if (configuration === null || configuration.context === null) {
    const now = state === 'silent' ? t.now.silentUnset : state === 'aiming' ? t.now.aiming : t.now.unset;
    return { language, title: t.title.nothing, now, sections: [whoSection(operator, t)], edition: null };
  }
  const isDemo = configuration.context === 'demo';
  return {
    language,
    title: isDemo ? t.title.demo : hasEmotions(configuration) ? t.title.moods : t.title.people,
    now: state === 'sensing' && isDemo ? t.now.replaying : t.now[state],
    sections: [
      section('sensed', sensedSentences(configuration, t), t),
      section('why', [t.purposes[configuration.context]], t, [
        ...stated(t.fields.purpose, operator.purpose),
        ...stated(t.fields.legalBasis, operator.legalBasis),
      ]),
      whoSection(operator, t),
      section('kept', keptSentences(configuration, t), t),
      section('published', publishedSentences(configuration, language), t),
      section('law', lawSentences(configuration, t), t),
      section('rights', [t.access, t.unfindable, t.complaint], t, stated(t.fields.authority, operator.authority)),
    ],
    edition: t.edition(editionOf(configuration.noticeRevision, operatorRevision)),
  };
}

/** `7`, or `7.2` where the operator has stated twice who runs the room: a print with other words is out of date. */
export const editionOf = (noticeRevision: number, operatorRevision: number) =>
  operatorRevision === 0 ? `${noticeRevision}` : `${noticeRevision}.${operatorRevision}`;

/** Whether an emotion model is loaded at all (EU AI Act, Article 5(1)(f)). */
export const hasEmotions = ({ context }: NoticeConfiguration) =>
  context !== null && !EMOTIONLESS_CONTEXTS.includes(context);

function section(
  id: NoticeSection['id'],
  sentences: readonly string[],
  t: NoticeTexts,
  fields: readonly NoticeField[] = [],
): NoticeSection {
  return { id, heading: t.headings[id], sentences, fields };
}

const stated = (label: string, value: string): readonly NoticeField[] => (value === '' ? [] : [{ label, value }]);

/** Name and contact are the two that no notice may lack: unstated, they are left open to be written in. */
function whoSection({ name, contact }: Operator, t: NoticeTexts): NoticeSection {
  return section('who', [], t, [
    { label: t.fields.operator, value: name === '' ? null : name },
    { label: t.fields.contact, value: contact === '' ? null : contact },
  ]);
}

function sensedSentences(configuration: NoticeConfiguration, t: NoticeTexts): readonly string[] {
  const { context, shares, hours } = configuration;
  const isDemo = context === 'demo';
  return [
    isDemo ? t.clip : t.camera,
    t.people,
    hasEmotions(configuration) ? t.moods : t.noMoods,
    ...(shares.voice === undefined ? (isDemo ? [] : [t.noVoice]) : [t.voice]),
    ...(shares.gender === undefined ? [] : [t.gender]),
    ...(shares.feedback === undefined ? [] : [t.feedback]),
    ...(hours === null ? [] : [hoursSentence(hours, t)]),
  ];
}

function hoursSentence({ startMinute, minutes, timeZone }: SensingHours, t: NoticeTexts): string {
  return minutes === 1_440 ? t.always : t.hours(clockTime(startMinute), clockTime(startMinute + minutes), timeZone);
}

/** People at work or at school are not looked at once the room is set up, and a clip has no camera to aim. */
function keptSentences(configuration: NoticeConfiguration, t: NoticeTexts): readonly string[] {
  const { context, hasNetworkCamera } = configuration;
  const canBeAimed = context !== 'demo' && hasEmotions(configuration);
  return [
    t.nothingKept,
    t.nobodyKnown,
    t.mosaic,
    ...(canBeAimed ? [t.aimed(AIMING_MS / 60_000)] : []),
    ...(hasNetworkCamera ? [t.networkCamera] : []),
  ];
}

function publishedSentences(configuration: NoticeConfiguration, language: NoticeLanguage): readonly string[] {
  const t = NOTICE_TEXTS[language];
  const { profile, k, windowSeconds, shares } = configuration;
  const { mood, presence } = shares;
  return [
    t.published(lengthText(windowSeconds, language)),
    profile === 'strict' ? t.crowdBlurred(k) : t.crowd(k),
    t.noise,
    ...(mood === undefined ? [] : [t.moodError(errorText(mood, language))]),
    ...(presence === undefined ? [] : [t.peopleError(errorText(presence * PEOPLE_SHARE, language))]),
    t.longStay,
    t.retention(RING_DAYS),
  ];
}

function lawSentences(configuration: NoticeConfiguration, t: NoticeTexts): readonly string[] {
  return [
    hasEmotions(configuration) ? t.emotionLaw : t.noEmotionLaw,
    ...(configuration.shares.gender === undefined ? [] : [t.genderLaw]),
  ];
}

/** Of presence's epsilon, what the number of people gets; dwell and attention share the rest. */
const PEOPLE_SHARE = 3 / 5;

/** Mean of |X| in people, X discrete Laplace of scale 1/epsilon: 2α / (1 − α²), α = e^(−epsilon). */
export function meanErrorOf(epsilonMilli: number): number {
  const alpha = Math.exp(-epsilonMilli / 1_000);
  return (2 * alpha) / (1 - alpha * alpha);
}

const errorText = (epsilonMilli: number, language: NoticeLanguage) =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    meanErrorOf(epsilonMilli),
  );

/** `15 seconds`, `60 minutes`: minutes where they are whole. */
function lengthText(seconds: number, language: NoticeLanguage): string {
  const isMinutes = seconds % 60 === 0;
  const unit = isMinutes ? 'minute' : 'second';
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(isMinutes ? seconds / 60 : seconds);
}

/** Local time, such as 07:00; past midnight it is the next day's. */
function clockTime(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}
