// The languages of the notice, in the order in which a page offers them.

/** BCP 47 tags. */
export const NOTICE_LANGUAGES = ['en', 'de', 'fr', 'es', 'pl', 'hi'] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];

export const isNoticeLanguage = (tag: string): tag is NoticeLanguage =>
  (NOTICE_LANGUAGES as readonly string[]).includes(tag);
