// Text into HTML: everything that comes from data is escaped on its way in.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** Already safe HTML. */
export interface Html {
  readonly html: string;
}

const render = (value: Html | string | number | readonly (Html | string)[]): string => {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map(render).join('');
};

/** A template whose values are escaped unless they are `Html` themselves. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Html | string | number | readonly (Html | string)[])[]
): Html {
  return {
    html: parts.map((part, index) => part + (index < values.length ? render(values[index] ?? '') : '')).join(''),
  };
}

export const NOTHING: Html = { html: '' };

/** The first column names the row; the rest is numbers. */
export function htmlTable(head: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  const cellsOf = (row: readonly (Html | string)[]) =>
    row.map((cell, column) => (column === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`));
  return html`<div class="scroll"><table><thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cellsOf(row)}</tr>`)}</tbody></table></div>`;
}

/** A share as a number with a bar behind it. */
export function bar(share: number | null, text: string): Html {
  const width = ((share ?? 0) * 100).toFixed(1);
  return html`<span class="bar" style="--share:${width}%">${text}</span>`;
}
