// The notice as a page: HTML without a script, a form or an inline style, readable by whoever is not signed in.
import { NOTICE_LANGUAGES } from '../../shared/notice/languages.ts';
import { NOTICE_TEXTS, type Notice, type NoticeField, type NoticeSection } from '../../shared/notice/notice.ts';
import { isLoopbackHost, noticeAddress } from './notice-code.ts';

/** @param host the `Host` header, checked by the gate */
export function noticePage(notice: Notice, host: string): string {
  const { language, title, now, sections } = notice;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" type="image/svg+xml" href="/notice.svg">
<link rel="stylesheet" href="/notice.css">
</head>
<body>
${languageLinks(notice)}
<main>
<h1>${escaped(title)}</h1>
<p class="now">${escaped(now)}</p>
${sections.map(sectionHtml).join('\n')}
</main>
${footer(notice, host)}
</body>
</html>
`;
}

function languageLinks({ language }: Notice): string {
  const links = NOTICE_LANGUAGES.map((tag) => {
    const current = tag === language ? ' aria-current="true"' : '';
    const { name } = NOTICE_TEXTS[tag];
    return `<li><a href="/notice?language=${tag}" lang="${tag}" hreflang="${tag}"${current}>${escaped(name)}</a></li>`;
  });
  return `<nav aria-label="${escaped(NOTICE_TEXTS[language].page.language)}"><ul>${links.join('')}</ul></nav>`;
}

function sectionHtml({ id, heading, sentences, fields }: NoticeSection): string {
  const text = sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n');
  const list = fields.length === 0 ? '' : `<dl>${fields.map(fieldHtml).join('')}</dl>`;
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${escaped(heading)}</h2>\n${text}${list}\n</section>`;
}

/** Blank where nothing is stated: the page says so once, below. */
function fieldHtml({ label, value }: NoticeField): string {
  return `<dt>${escaped(label)}</dt><dd>${value === null ? '–' : escaped(value)}</dd>`;
}

function footer({ language, edition, sections }: Notice, host: string): string {
  const { page, unstated } = NOTICE_TEXTS[language];
  const address = escaped(noticeAddress(host));
  const isOpen = sections.some(({ fields }) => fields.some(({ value }) => value === null));
  return `<footer>
${isOpen ? `<p class="open">– ${escaped(unstated)}</p>` : ''}
${edition === null ? '' : `<p>${escaped(edition)}</p>`}
<p><a class="print" href="/notice.pdf?language=${language}">${escaped(page.print)}</a></p>
<figure>
<img src="/notice.svg" width="148" height="148" alt="${escaped(page.code)}">
<figcaption>${escaped(page.codeText)} <span class="address">${address}</span>${
    isLoopbackHost(host) ? `<br>${escaped(page.codeLocal)}` : ''
  }</figcaption>
</figure>
</footer>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes of HTML and XML. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
