// Whether a visitor's line sounds positive or negative, by the word lists of nlp.js (senticon, pattern). It runs on the
// device and asks nobody. A lexicon reads words, not sense: the pages call it a hint.
import { Container } from '@nlpjs/core';
import { LangDe } from '@nlpjs/lang-de';
import { LangEn } from '@nlpjs/lang-en';
import { LangEs } from '@nlpjs/lang-es';
import { LangFr } from '@nlpjs/lang-fr';
import { SentimentAnalyzer } from '@nlpjs/sentiment';
import type { Sentiment } from '../../shared/feedback-text.ts';
import type { NoticeLanguage } from '../../shared/notice/languages.ts';

const LEXICONS: Readonly<Partial<Record<NoticeLanguage, unknown>>> = { en: LangEn, de: LangDe, fr: LangFr, es: LangEs };

export class SentimentLexicon {
  readonly #analyzer: SentimentAnalyzer;

  constructor() {
    const container = new Container();
    for (const lexicon of Object.values(LEXICONS)) container.use(lexicon);
    this.#analyzer = new SentimentAnalyzer({ container });
  }

  /** Null where the language has no lexicon, or the lexicon knows none of the words. */
  async score(text: string, language: NoticeLanguage): Promise<Sentiment | null> {
    if (LEXICONS[language] === undefined) return null;
    const { sentiment } = await this.#analyzer.process({ locale: language, text });
    return sentiment.numHits === 0 ? null : sentiment.vote;
  }
}
