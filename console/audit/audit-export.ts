// The audit log as a file: JSON lines that can be verified anywhere (the first says what the chain begins after and must
// end with), or CSV for a table. Pure.

import { auditHeadSchema } from '../../shared/console-access.ts';
import { type AuditEntry, auditEntrySchema } from '../../shared/console-api.ts';
import { type AuditReading, readingOf } from './chain.ts';

export function auditJsonLines({ entries, anchor, head }: AuditReading): string {
  const first = auditHeadSchema.parse({ kind: 'roomtone-audit', v: 1, anchor, head });
  return [first, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Null where `text` is no export of this kind. */
export function readExport(text: string): AuditReading | null {
  const [first = '', ...lines] = text.split('\n').filter((line) => line !== '');
  try {
    return readingOf(lines, auditHeadSchema.parse(JSON.parse(first)));
  } catch {
    return null;
  }
}

const COLUMNS = Object.keys(auditEntrySchema.shape) as (keyof AuditEntry)[];

/** RFC 4180. */
export function auditCsv({ entries }: AuditReading): string {
  const rows = entries.map((entry) => COLUMNS.map((column) => cell(entry[column])));
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would take for a formula is made a text (OWASP, CSV injection). */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
