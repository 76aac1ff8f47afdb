import { readFileSync } from 'node:fs';
import * as fontkit from 'fontkit';
import * as harfbuzz from 'harfbuzzjs';
import { describe, expect, it } from 'vitest';
import { codeModules } from '../../../console/kiosk/notice-code.ts';
import { NOTICE_FONTS, noticePdf } from '../../../console/kiosk/notice-pdf.ts';
import { type NoticeConfiguration, UNSTATED_OPERATOR } from '../../../shared/notice/configuration.ts';
import { NOTICE_LANGUAGES, type NoticeLanguage } from '../../../shared/notice/languages.ts';
import { NOTICE_TEXTS, noticeOf } from '../../../shared/notice/notice.ts';

const EVERYTHING: NoticeConfiguration = {
  context: 'care-or-safety',
  profile: 'strict',
  k: 10,
  windowSeconds: 3_600,
  shares: { mood: 100, voice: 100, gender: 100, presence: 150, feedback: 50 },
  hours: { timeZone: 'America/Argentina/ComodRivadavia', startMinute: 420, minutes: 720 },
  noticeRevision: 1_234,
  hasNetworkCamera: true,
};
/** As long as each may be, in the widest of signs, in words that wrap badly. */
const wide = (length: number) =>
  'WWWWWWWWWWWWWW '
    .repeat(20)
    .slice(0, length - 1)
    .concat('W');
const WORDY = {
  name: wide(100),
  contact: wide(160),
  purpose: wide(200),
  legalBasis: wide(160),
  authority: wide(120),
};
const address = 'https://a-rather-long-name-of-a-device.local:65535/notice';

const pdfOf = (language: NoticeLanguage, configuration: NoticeConfiguration | null, operator = WORDY) =>
  noticePdf({
    notice: noticeOf({ state: 'idle', configuration, operator }, language),
    code: { address, modules: codeModules(address) },
    madeAt: new Date('2026-11-22T12:00:00Z'),
  });

describe.each(NOTICE_LANGUAGES)('the printed notice in %s', (language) => {
  it('is one A4 side, with every stream on and an operator of many words, and with nothing set up', async () => {
    for (const pdf of [await pdfOf(language, EVERYTHING), await pdfOf(language, null, UNSTATED_OPERATOR)]) {
      const text = pdf.toString('latin1');
      expect(text.startsWith('%PDF-1.7')).toBe(true);
      expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
      expect(text).toContain('/MediaBox [0 0 595.28 841.89]');
      expect(text).toContain(`/Lang (${language})`);
      expect(text).toMatch(/\/FontFile2/);
    }
  });
});

describe('the letters of the printed notice', () => {
  const fonts = Object.values(NOTICE_FONTS).map((path) => ({ own: fontkit.openSync(path), oracle: oracleOf(path) }));

  it('are all in the embedded fonts', () => {
    for (const { own } of fonts) {
      const { hasGlyphForCodePoint } = own as fontkit.Font;
      const missing = [...new Set(allTexts().join(''))].filter(
        (sign) => !hasGlyphForCodePoint.call(own, sign.codePointAt(0) ?? 0),
      );
      expect(missing).toEqual([]);
    }
  });

  it('are shaped as HarfBuzz shapes them, glyph by glyph, in every word of every language', () => {
    const words = [...new Set(allTexts().flatMap((text) => text.split(/\s+/)))].filter((word) => word !== '');
    expect(words.length).toBeGreaterThan(1_000);
    for (const { own, oracle } of fonts) {
      const wrong = words.filter((word) => shapedBy(own as fontkit.Font, word) !== oracle(word));
      expect(wrong).toEqual([]);
    }
  });

  it('would be told apart from letters in the order of typing', () => {
    for (const { own, oracle } of fonts) {
      const signs = [...'स्थिति'].map((sign) => sign.codePointAt(0) ?? 0);
      const typed = signs.map((sign) => (own as fontkit.Font).glyphForCodePoint(sign).id);
      const shaped = oracle('स्थिति').split(' ');
      expect(shaped.map((glyph) => Number(glyph.split(':')[0]))).not.toEqual(typed);
    }
  });
});

function allTexts(): readonly string[] {
  const leaves = (texts: object): readonly string[] =>
    Object.values(texts).flatMap((value) => {
      if (typeof value === 'object') return leaves(value);
      return [typeof value === 'function' ? value('10', '19:00', 'UTC') : value];
    });
  return NOTICE_LANGUAGES.flatMap((language) => leaves(NOTICE_TEXTS[language]));
}

/** `glyph:advance:x:y` of each glyph, in units of the font. */
function shapedBy(font: fontkit.Font, word: string): string {
  const { glyphs, positions } = font.layout(word);
  return glyphs
    .map(({ id }, index) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      return [id, xAdvance, xOffset, yOffset].map((value) => Math.round(value)).join(':');
    })
    .join(' ');
}

function oracleOf(path: string): (word: string) => string {
  const bytes = readFileSync(path);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const font = new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(data)));
  return (word) => {
    const buffer = new harfbuzz.Buffer();
    buffer.addText(word);
    buffer.guessSegmentProperties();
    harfbuzz.shape(font, buffer);
    const positions = buffer.getGlyphPositions();
    return buffer
      .getGlyphInfos()
      .map(({ codepoint }, index) => {
        const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
        return [codepoint, xAdvance, xOffset, yOffset].join(':');
      })
      .join(' ');
  };
}
