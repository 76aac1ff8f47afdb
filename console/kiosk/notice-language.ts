// Which language a reader gets: the one they asked for in the address, else what their browser prefers, else English.
import { isNoticeLanguage, type NoticeLanguage } from '../../shared/notice/languages.ts';

const FALLBACK: NoticeLanguage = 'en';
/** A browser sends a handful; a header of thousands is nobody's preference. */
const PREFERENCES_MAX = 20;

/** @param asked `?language=` of the address; @param accepted the `Accept-Language` header (RFC 9110, 12.5.4) */
export function chooseLanguage(asked: string | undefined, accepted: string | undefined): NoticeLanguage {
  const own = asked === undefined ? null : baseOf(asked);
  return own ?? preferred(accepted ?? '') ?? FALLBACK;
}

function preferred(header: string): NoticeLanguage | null {
  const ranges = header.split(',', PREFERENCES_MAX).map(rangeOf);
  const wanted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const language = baseOf(tag);
    if (language !== null) return language;
  }
  return null;
}

function rangeOf(text: string): { readonly tag: string; readonly quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { tag, quality: /^[01](\.\d{0,3})?$/.test(quality) ? Number(quality) : 0 };
}

/** `de-AT` is served in `de`. */
function baseOf(tag: string): NoticeLanguage | null {
  const base = tag.toLowerCase().split('-', 1)[0] ?? '';
  return isNoticeLanguage(base) ? base : null;
}
