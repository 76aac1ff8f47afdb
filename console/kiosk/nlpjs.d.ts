// What is used of the lexicon library, which ships no types of its own.

declare module '@nlpjs/core' {
  export class Container {
    use(plugin: unknown): void;
  }
}

declare module '@nlpjs/sentiment' {
  import type { Container } from '@nlpjs/core';
  export interface ScoredText {
    readonly sentiment: {
      /** Sum of the scores of the words that the lexicon knows; negations turn the sign. */
      readonly score: number;
      readonly numHits: number;
      readonly vote: 'positive' | 'neutral' | 'negative';
    };
  }
  export class SentimentAnalyzer {
    constructor(settings: { readonly container: Container });
    process(text: { readonly locale: string; readonly text: string }): Promise<ScoredText>;
  }
}

declare module '@nlpjs/lang-en' {
  export const LangEn: unknown;
}
declare module '@nlpjs/lang-de' {
  export const LangDe: unknown;
}
declare module '@nlpjs/lang-fr' {
  export const LangFr: unknown;
}
declare module '@nlpjs/lang-es' {
  export const LangEs: unknown;
}
