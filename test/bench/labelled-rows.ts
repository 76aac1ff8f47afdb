// Rows of a labelled folder of pictures: every so-manieth of a split, in the order of labels.csv.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Labelled {
  readonly path: string;
  readonly label: string;
}

export async function readRows(folder: string, split: string, every: number): Promise<readonly Labelled[]> {
  const [header = '', ...lines] = (await readFile(join(folder, 'labels.csv'), 'utf8')).trim().split('\n');
  const columns = header.split(',');
  const at = (line: string, column: string) => line.split(',')[columns.indexOf(column)] ?? '';
  return lines
    .filter((line) => at(line, 'split') === split)
    .filter((_, index) => index % every === 0)
    .map((line) => ({ path: join(folder, at(line, 'file')), label: at(line, 'label') }));
}
