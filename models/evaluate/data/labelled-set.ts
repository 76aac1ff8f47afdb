// A labelled set: a folder with `labels.csv` (`file,label`, and where it has them `split` and columns of groups).
// Reading it is pure; each line becomes a row or a skip with a reason.
import { normalize } from 'node:path';
import { RoomtoneError } from '../../../shared/errors.ts';
import { type CsvRecord, parseCsv } from './csv.ts';
import type { Skip, SkipReason } from './skipped.ts';

export interface Row {
  /** Of labels.csv, counted from 1. */
  readonly line: number;
  /** Relative to the folder. */
  readonly file: string;
  /** Position in the task's labels. */
  readonly truth: number;
  readonly group: string | null;
}

export interface LabelledSet {
  /** Null where labels.csv has no such column: then all rows count. */
  readonly split: string | null;
  readonly rows: readonly Row[];
  readonly skips: readonly Skip[];
}

export interface SetOptions {
  readonly labels: readonly string[];
  /** Null takes `test`, or else `validation`. */
  readonly split: string | null;
  /** Columns whose values, joined by ` × `, name a row's group. */
  readonly groupColumns: readonly string[];
}

/** Words of data sets for labels of ours (see the vocabulary). */
const SYNONYMS: Readonly<Record<string, string>> = { calm: 'neutral' };
const DEFAULT_SPLITS = ['test', 'validation'];

/** @throws RoomtoneError `DATA_COLUMNS_MISSING`, `DATA_SPLIT_UNKNOWN` */
export function readLabelledSet(text: string, options: SetOptions): LabelledSet {
  const [head, ...records] = parseCsv(text);
  const columns = head?.cells ?? [];
  requireColumns(columns, options);
  const split = chooseSplit(columns, records, options.split);
  const splitAt = columns.indexOf('split');
  const wanted = records.filter(({ cells }) => split === null || cells[splitAt] === split);
  const malformed = records.filter((record) => isMalformed(record, columns.length) && !wanted.includes(record));
  const seen = new Set<string>();
  const read = [...wanted, ...malformed].map((record) => readRecord(record, columns, options, seen));
  return {
    split,
    rows: read.filter((one): one is Row => !('reason' in one)),
    skips: read.filter((one): one is Skip => 'reason' in one),
  };
}

const isMalformed = (record: CsvRecord, columns: number) => record.isMalformed || record.cells.length !== columns;

function readRecord(record: CsvRecord, columns: readonly string[], options: SetOptions, seen: Set<string>): Row | Skip {
  const { line, cells } = record;
  const cell = (column: string) => cells[columns.indexOf(column)]?.trim() ?? '';
  const file = cell('file');
  const skip = (reason: SkipReason, detail?: string): Skip => ({
    reason,
    line,
    file,
    ...(detail === undefined ? {} : { detail }),
  });
  if (isMalformed(record, columns.length)) return skip('ROW_MALFORMED', `${cells.length} of ${columns.length} columns`);
  if (isOutside(file)) return skip('FILE_OUTSIDE');
  if (seen.has(file)) return skip('FILE_REPEATED');
  seen.add(file);
  const label = cell('label');
  const truth = options.labels.indexOf(options.labels.includes(label) ? label : (SYNONYMS[label] ?? label));
  if (truth < 0) return skip('LABEL_UNKNOWN', label === '' ? 'empty' : label);
  const names = options.groupColumns.map((column) => cell(column) || '(none)');
  return { line, file, truth, group: names.length === 0 ? null : names.join(' × ') };
}

const isOutside = (file: string) => file === '' || /^[/\\]|^[a-z]:/i.test(file) || normalize(file).startsWith('..');

function requireColumns(columns: readonly string[], { split, groupColumns }: SetOptions): void {
  const needed = ['file', 'label', ...(split === null ? [] : ['split']), ...groupColumns];
  const missing = [...new Set(needed)].filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new RoomtoneError(
    'DATA_COLUMNS_MISSING',
    `labels.csv has no column ${missing.join(', ')}; it has ${columns.join(', ') || 'none'}`,
    'The first line names the columns: file,label and, where asked for, split and groups.',
  );
}

function chooseSplit(columns: readonly string[], records: readonly CsvRecord[], asked: string | null): string | null {
  const splitAt = columns.indexOf('split');
  if (splitAt < 0) return null;
  const there = [...new Set(records.map(({ cells }) => cells[splitAt] ?? ''))].filter((name) => name !== '').sort();
  const chosen = (asked === null ? DEFAULT_SPLITS : [asked]).find((name) => there.includes(name));
  if (chosen !== undefined) return chosen;
  throw new RoomtoneError(
    'DATA_SPLIT_UNKNOWN',
    `labels.csv has no split ${asked ?? DEFAULT_SPLITS.join(' or ')}; it has ${there.join(', ') || 'none'}`,
    'Choose one with --split.',
  );
}
