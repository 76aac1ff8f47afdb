// What one language has to say for a notice: whole sentences in plain words, so that no grammar is put together by code.
import type { PrivacySettings } from './privacy-settings.ts';

export interface NoticeLanguage {
  /** BCP 47. */
  readonly code: string;
  /** The language's own name for itself. */
  readonly name: string;
  readonly title: (hasVoice: boolean) => string;
  readonly headings: {
    readonly sensed: string;
    readonly why: string;
    readonly kept: string;
    readonly published: string;
    readonly rights: string;
    readonly contact: string;
  };
  readonly camera: string;
  readonly emotions: string;
  readonly noEmotions: string;
  readonly voice: string;
  readonly noVoice: string;
  readonly gender: string;
  readonly feedback: string;
  readonly always: string;
  readonly hours: (from: string, to: string, timeZone: string) => string;
  readonly purposes: Readonly<Record<NonNullable<PrivacySettings['context']>, string>>;
  readonly legalBasis: (text: string) => string;
  readonly nothingKept: string;
  readonly noIdentity: string;
  readonly published: (minutes: number) => string;
  readonly crowd: (k: number) => string;
  readonly noise: string;
  readonly rights: string;
}
