// Whether a visitor's line sounds positive or negative, by the word lists of nlp.js (senticon, pattern). It runs on the
// device and asks nobody. A lexicon reads words, not sense: the pages call it a hint. The lists are loaded with the first
// line, since most consoles never see one.
import type { SentimentAnalyzer } from '@nlpjs/sentiment';
import type { Sentiment } from '../../shared/feedback-text.ts';
import type { NoticeLanguage } from '../../shared/notice/languages.ts';

const LEXICONS: Readonly<Partial<Record<NoticeLanguage, () => Promise<unknown>>>> = {
  en: async () => (await import('@nlpjs/lang-en')).LangEn,
  de: async () => (await import('@nlpjs/lang-de')).LangDe,
  fr: async () => (await import('@nlpjs/lang-fr')).LangFr,
  es: async () => (await import('@nlpjs/lang-es')).LangEs,
};

export class SentimentLexicon {
  #analyzer: Promise<SentimentAnalyzer> | undefined;

  /** Null where the language has no lexicon, or the lexicon knows none of the words. */
  async score(text: string, language: NoticeLanguage): Promise<Sentiment | null> {
    if (LEXICONS[language] === undefined) return null;
    this.#analyzer ??= loadAnalyzer();
    const { sentiment } = await (await this.#analyzer).process({ locale: language, text });
    return sentiment.numHits === 0 ? null : sentiment.vote;
  }
}

async function loadAnalyzer(): Promise<SentimentAnalyzer> {
  const [{ Container }, { SentimentAnalyzer: Analyzer }] = await Promise.all([
    import('@nlpjs/core'),
    import('@nlpjs/sentiment'),
  ]);
  const container = new Container();
  for (const load of Object.values(LEXICONS)) container.use(await load());
  return new Analyzer({ container });
}
