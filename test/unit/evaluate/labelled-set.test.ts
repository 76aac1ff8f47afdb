import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../models/evaluate/data/csv.ts';
import { readLabelledSet, type SetOptions } from '../../../models/evaluate/data/labelled-set.ts';
import { summarise } from '../../../models/evaluate/data/skipped.ts';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

describe('comma-separated values', () => {
  test('quotes, either line ending, a byte order mark and blank lines are read', () => {
    expect(cellsOf('\uFEFFa,b\r\n"1,5","say ""hi"""\n\nx,\n')).toEqual([
      ['a', 'b'],
      ['1,5', 'say "hi"'],
      ['x', ''],
    ]);
    expect(parseCsv('a\n\nb').map(({ line }) => line)).toEqual([1, 3]);
  });

  test('an open quote spoils its own line and no other', () => {
    const records = parseCsv('file,label\n"one.png,happy\ntwo.png,sad\n"three".png,sad');
    expect(records.map(({ isMalformed }) => isMalformed)).toEqual([false, true, false, true]);
    expect(records[2]?.cells).toEqual(['two.png', 'sad']);
  });

  test('every line that is written is read again', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', ' ', '7'), maxLength: 6 });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        expect(cellsOf(table.map((row) => row.map(quote).join(',')).join(end))).toEqual(table);
      }),
    );
  });
});

const OPTIONS: SetOptions = { labels: ['neutral', 'happy'], split: null, groupColumns: [] };
const read = (text: string, more: Partial<SetOptions> = {}) => readLabelledSet(text, { ...OPTIONS, ...more });
const reasonsOf = (text: string) => read(text).skips.map(({ reason, line }) => `${line} ${reason}`);

describe('a labelled set', () => {
  test('rows of the split are read with their label and crossed groups', () => {
    const text = 'split,file,label,group,age\ntest,a.png,happy,x,young\ntrain,b.png,happy,x,\ntest,c.png,neutral,y,';
    const { split, rows, skips } = read(text, { groupColumns: ['group', 'age'] });
    expect(split).toBe('test');
    expect(skips).toEqual([]);
    expect(rows).toEqual([
      { line: 2, file: 'a.png', truth: 1, group: 'x × young' },
      { line: 4, file: 'c.png', truth: 0, group: 'y × (none)' },
    ]);
  });

  test('without --split it is `test`, or else `validation`; without the column all rows', () => {
    expect(read('file,label,split\na.png,happy,validation\nb.png,happy,train').rows).toHaveLength(1);
    expect(read('file,label\na.png,happy\nb.png,happy')).toMatchObject({ split: null, rows: [{}, {}] });
  });

  test('missing columns and unknown splits are refused by name', () => {
    expect(() => read('path,label\na,b')).toThrow('labels.csv has no column file; it has path, label');
    expect(() => read('')).toThrow('labels.csv has no column file, label; it has none');
    expect(() => read('file,label\na,b', { split: 'test', groupColumns: ['group'] })).toThrow('no column split, group');
    expect(() => read('file,label,split\na,b,train', { split: 'tset' })).toThrow('no split tset; it has train');
  });

  test('what cannot be evaluated is named with its line and reason', () => {
    const lines = [
      'file,label',
      'a.png,happy',
      'a.png,happy',
      '../b.png,happy',
      '/c.png,happy',
      'd.png,contempt',
      'e.png',
    ];
    expect(reasonsOf(lines.join('\n'))).toEqual([
      '3 FILE_REPEATED',
      '4 FILE_OUTSIDE',
      '5 FILE_OUTSIDE',
      '6 LABEL_UNKNOWN',
      '7 ROW_MALFORMED',
    ]);
    expect(reasonsOf('file,label\nd.png,')).toEqual(['2 LABEL_UNKNOWN']);
  });

  test('a malformed line counts even where its split cannot be told', () => {
    const { rows, skips } = read('file,label,split\na.png,happy,test\n"b.png,happy,test\nc.png,happy,train');
    expect(rows).toHaveLength(1);
    expect(skips).toMatchObject([{ reason: 'ROW_MALFORMED', line: 3 }]);
  });

  test('calm counts as neutral', () => {
    expect(read('file,label\na.wav,calm').rows[0]?.truth).toBe(0);
  });

  test('every row of the split is either read or skipped', () => {
    const line = fc.constantFrom(
      'a.png,happy,test',
      'b.png,odd,test',
      '"x,happy,test',
      'b,c',
      '../a.png,happy,test',
      ',,test',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { rows, skips } = read(['file,label,split', 'first.png,happy,test', ...lines].join('\n'));
        expect(rows.length + skips.length).toBe(lines.length + 1);
      }),
    );
  });
});

test('skips are counted by reason and named up to a hundred each', () => {
  const skips = Array.from({ length: 130 }, (_, line) => ({ reason: 'NO_FACE', line, file: `${line}.png` }) as const);
  const { total, reasons } = summarise([...skips, { reason: 'LABEL_UNKNOWN', line: 7, file: 'x', detail: 'odd' }]);
  expect(total).toBe(131);
  expect(reasons['NO_FACE']?.count).toBe(130);
  expect(reasons['NO_FACE']?.named).toHaveLength(100);
  expect(reasons['LABEL_UNKNOWN']?.named).toEqual(['line 7: x (odd)']);
});
