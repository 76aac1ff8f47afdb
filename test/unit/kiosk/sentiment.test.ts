import { expect, it } from 'vitest';
import { SentimentLexicon } from '../../../console/kiosk/sentiment.ts';
import { NOTICE_LANGUAGES } from '../../../shared/notice/languages.ts';

const lexicon = new SentimentLexicon();

it.each([
  ['en', 'great, love it', 'positive'],
  ['en', 'I am not happy with this noisy room', 'negative'],
  ['de', 'Ich bin sehr zufrieden, ein schöner Raum', 'positive'],
  ['fr', "C'est horrible, trop de bruit", 'negative'],
  ['es', 'demasiado ruido, terrible', 'negative'],
] as const)('%s: %s sounds %s', async (language, text, expected) => {
  expect(await lexicon.score(text, language)).toBe(expected);
});

it.each([
  ['pl', 'bardzo ładny pokój'],
  ['hi', 'बहुत अच्छा'],
  ['en', 'qwertz 12345'],
] as const)('%s: %s is not scored, since no lexicon knows it', async (language, text) => {
  expect(await lexicon.score(text, language)).toBeNull();
});

it('takes any line in any language', async () => {
  for (const language of NOTICE_LANGUAGES) {
    for (const text of ['__proto__ constructor toString', '🙂', '"); --', 'a'.repeat(280)]) {
      await expect(lexicon.score(text, language)).resolves.not.toBeUndefined();
    }
  }
});
