// The notice that hangs in the room, composed from the settings that hold: what is sensed, why, by whom, what is kept,
// what is published and how it is blurred, rights, contact (EU AI Act, Article 50(3); GDPR, Article 13). Whatever widens
// sensing changes its text, so that an old print can be told from the current one.
import type { NoticeLanguage } from './notice-language.ts';
import type { PrivacySettings, SensingHours } from './privacy-settings.ts';
import { EMOTIONLESS_CONTEXTS } from './vocabulary.ts';

/** What a notice must know. */
export interface NoticeFacts {
  readonly context: NonNullable<PrivacySettings['context']>;
  readonly emotions: boolean;
  readonly voice: boolean;
  readonly gender: boolean;
  readonly feedback: boolean;
  readonly hours: SensingHours;
  /** Smallest group of which anything is said. */
  readonly k: number;
  readonly windowMinutes: number;
  readonly legalBasis: string | null;
  /** Who runs the room, as the admin wrote it. */
  readonly operator: string;
  /** Address, mail or telephone, as the admin wrote it. */
  readonly contact: string;
}

export interface NoticeSection {
  readonly heading: string;
  readonly sentences: readonly string[];
}

export interface Notice {
  /** BCP 47, for the `lang` attribute. */
  readonly language: string;
  readonly title: string;
  readonly sections: readonly NoticeSection[];
}

export interface NoticeSurroundings {
  readonly k: number;
  readonly windowSeconds: number;
  readonly operator: string;
  readonly contact: string;
}

/** Null before the claim: there is nothing to tell yet. */
export function noticeFactsOf(settings: PrivacySettings, around: NoticeSurroundings): NoticeFacts | null {
  const { context, gender, feedback, hours, legalBasis } = settings;
  if (context === null) return null;
  const emotions = !EMOTIONLESS_CONTEXTS.includes(context);
  const { k, windowSeconds, operator, contact } = around;
  const words = { legalBasis, operator, contact };
  const windowMinutes = windowSeconds / 60;
  return { context, emotions, voice: emotions && settings.voice, gender, feedback, hours, k, windowMinutes, ...words };
}

export function composeNotice(facts: NoticeFacts, language: NoticeLanguage): Notice {
  const { headings } = language;
  const legal = facts.legalBasis === null ? [] : [language.legalBasis(facts.legalBasis)];
  const sections: NoticeSection[] = [
    { heading: headings.sensed, sentences: sensedSentences(facts, language) },
    { heading: headings.why, sentences: [language.purposes[facts.context], ...legal] },
    { heading: headings.kept, sentences: [language.nothingKept, language.noIdentity] },
    {
      heading: headings.published,
      sentences: [language.published(facts.windowMinutes), language.crowd(facts.k), language.noise],
    },
    { heading: headings.rights, sentences: [language.rights] },
    { heading: headings.contact, sentences: [`${facts.operator}, ${facts.contact}`] },
  ];
  return { language: language.code, title: language.title(facts.voice), sections };
}

function sensedSentences(facts: NoticeFacts, language: NoticeLanguage): readonly string[] {
  const { startMinute, minutes, timeZone } = facts.hours;
  const hours =
    minutes === 1_440 ? language.always : language.hours(clock(startMinute), clock(startMinute + minutes), timeZone);
  return [
    language.camera,
    facts.emotions ? language.emotions : language.noEmotions,
    ...(facts.voice ? [language.voice] : [language.noVoice]),
    ...(facts.gender ? [language.gender] : []),
    ...(facts.feedback ? [language.feedback] : []),
    hours,
  ];
}

/** Local time, such as 07:00. */
function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}
