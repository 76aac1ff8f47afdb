// What one language has to say for a notice: whole sentences in plain words, so that no grammar is put together by code.
import type { Context } from '../vocabulary.ts';

export interface NoticeTexts {
  /** The language's own name for itself. */
  readonly name: string;
  readonly title: {
    readonly moods: string;
    readonly people: string;
    readonly demo: string;
    readonly nothing: string;
  };
  readonly now: {
    readonly sensing: string;
    readonly idle: string;
    readonly aiming: string;
    readonly replaying: string;
    readonly silent: string;
    readonly unset: string;
    readonly silentUnset: string;
  };
  readonly headings: {
    readonly sensed: string;
    readonly why: string;
    readonly who: string;
    readonly kept: string;
    readonly published: string;
    readonly law: string;
    readonly rights: string;
  };
  readonly camera: string;
  readonly clip: string;
  readonly people: string;
  readonly moods: string;
  readonly noMoods: string;
  readonly voice: string;
  readonly noVoice: string;
  readonly gender: string;
  readonly feedback: string;
  readonly always: string;
  /** Local times such as 07:00, and an IANA time zone. */
  readonly hours: (from: string, to: string, timeZone: string) => string;
  readonly purposes: Readonly<Record<Context, string>>;
  readonly nothingKept: string;
  readonly nobodyKnown: string;
  readonly mosaic: string;
  readonly aimed: (minutes: number) => string;
  readonly networkCamera: string;
  /** `length` with its unit. */
  readonly published: (length: string) => string;
  readonly crowd: (k: number) => string;
  readonly crowdBlurred: (k: number) => string;
  readonly noise: string;
  /** `error`: mean error in people, written as the language writes decimals. */
  readonly moodError: (error: string) => string;
  readonly peopleError: (error: string) => string;
  readonly longStay: string;
  readonly retention: (days: number) => string;
  readonly emotionLaw: string;
  readonly noEmotionLaw: string;
  readonly genderLaw: string;
  readonly access: string;
  readonly unfindable: string;
  readonly complaint: string;
  readonly fields: {
    readonly operator: string;
    readonly contact: string;
    readonly purpose: string;
    readonly legalBasis: string;
    readonly authority: string;
  };
  readonly unstated: string;
  /** Such as `7` or `7.2`. */
  readonly edition: (edition: string) => string;
  /** Words of the page around the notice. */
  readonly page: {
    readonly language: string;
    readonly print: string;
    readonly code: string;
    readonly codeText: string;
    readonly codeLocal: string;
  };
}
