import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../../console/kiosk/notice-language.ts';
import { NOTICE_LANGUAGES } from '../../../shared/notice/languages.ts';

describe('the language of the notice', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, '', 'en'],
    [undefined, 'de', 'de'],
    [undefined, 'de-AT,en;q=0.5', 'de'],
    [undefined, 'en;q=0.5, hi;q=0.9', 'hi'],
    [undefined, 'ja,ko;q=0.9,pl;q=0.1', 'pl'],
    [undefined, 'pl;q=0', 'en'],
    [undefined, 'ja', 'en'],
    [undefined, 'fr;q=nonsense, es;q=0.2', 'es'],
    ['FR', 'de', 'fr'],
    ['es-MX', 'de', 'es'],
    ['xx', 'de', 'de'],
    ['__proto__', undefined, 'en'],
  ])('asked %s, accepted %s: %s', (asked, accepted, expected) => {
    expect(chooseLanguage(asked, accepted)).toBe(expected);
  });

  it('is always one that there is', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.string(), (asked, accepted) => {
        expect(NOTICE_LANGUAGES).toContain(chooseLanguage(asked, accepted));
      }),
    );
  });
});
