// The six languages of the notice, each under its own name.
import { NOTICE_LANGUAGES } from '../../../shared/notice/languages.ts';
import { NOTICE_TEXTS } from '../../../shared/notice/notice.ts';
import { language, speak } from './kiosk-state.ts';

export function LanguageBar() {
  return (
    <nav class="kiosk-languages" aria-label={NOTICE_TEXTS[language.value].page.language}>
      {NOTICE_LANGUAGES.map((tag) => (
        <button key={tag} type="button" lang={tag} aria-pressed={tag === language.value} onClick={() => speak(tag)}>
          {NOTICE_TEXTS[tag].name}
        </button>
      ))}
    </nav>
  );
}
