// The languages of the notice, in the order in which a page offers them.
import { ENGLISH } from './notice-english.ts';
import { FRENCH } from './notice-french.ts';
import { GERMAN } from './notice-german.ts';
import { HINDI } from './notice-hindi.ts';
import type { NoticeLanguage } from './notice-language.ts';
import { POLISH } from './notice-polish.ts';
import { SPANISH } from './notice-spanish.ts';

export const NOTICE_LANGUAGES: readonly NoticeLanguage[] = [ENGLISH, GERMAN, FRENCH, SPANISH, POLISH, HINDI];
