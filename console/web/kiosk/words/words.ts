// What the kiosk says, in the languages of the notice. The sentences on what is sensed are the notice's own.
import type { NoticeLanguage } from '../../../../shared/notice/languages.ts';
import type { Mood, Stream } from '../../../../shared/vocabulary.ts';
import { ENGLISH } from './english.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { HINDI } from './hindi.ts';
import { POLISH } from './polish.ts';
import { SPANISH } from './spanish.ts';

export interface KioskWords {
  readonly question: string;
  readonly questionHint: string;
  readonly moods: Readonly<Record<Mood, string>>;
  readonly more: string;
  readonly moreHint: string;
  readonly send: string;
  readonly back: string;
  readonly thanks: string;
  readonly tooSoon: string;
  readonly failed: string;
  readonly offline: string;
  readonly sensed: string;
  readonly streams: Readonly<Record<Stream, string>>;
  readonly on: string;
  readonly off: string;
  readonly notice: string;
  readonly code: string;
  readonly hours: string;
  readonly hoursHint: string;
  readonly noHours: string;
  readonly fewPeople: string;
}

export const KIOSK_WORDS: Readonly<Record<NoticeLanguage, KioskWords>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  pl: POLISH,
  hi: HINDI,
};
