// Comma-separated values (RFC 4180): quotes, doubled quotes, either line ending, a byte order mark. Every record knows
// its line, so that what is wrong with it can be named. A record never spans lines, so an open quote spoils only its own.

export interface CsvRecord {
  /** Counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote that is never closed, or text after a closing quote. */
  readonly isMalformed: boolean;
}

/** A quoted or a bare cell, and what ends it. */
const CELL = /(?:"((?:[^"\r\n]|"")*)("?)([^,\r\n]*)|([^,\r\n]*))(,|\r\n|\n|\r|$)/y;

/** Blank lines are left out. */
export function parseCsv(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let isMalformed = false;
  let line = 1;
  CELL.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (CELL.lastIndex < text.length || cells.length > 0) {
    const match = CELL.exec(text);
    if (match === null) break;
    const [, quoted, closing, trailing, bare, end] = match;
    cells.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (quoted !== undefined && (closing === '' || trailing !== '')) isMalformed = true;
    if (end === ',') continue;
    if (cells.length > 1 || cells[0] !== '') records.push({ line, cells, isMalformed });
    [cells, isMalformed] = [[], false];
    line += 1;
  }
  return records;
}
