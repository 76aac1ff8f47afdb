// The row about the files of this very device: what sense keeps is for sense's user alone.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRow } from './rows.ts';

const FOR_OTHERS = 0o077;

/** Looks at the modes below `<state>/sense`; reads no content. */
export async function stateRow(stateFolder: string): Promise<AuditRow> {
  const folder = join(stateFolder, 'sense');
  const names = await readdir(folder, { recursive: true });
  const paths = [folder, ...names.map((name) => join(folder, name))];
  const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode));
  const open = modes.filter((mode) => (mode & FOR_OTHERS) !== 0);
  return {
    row: 'P11',
    title: "no other user can read or change sense's settings and ledger",
    pass: open.length === 0,
    figure: `${open.length} of ${paths.length} files and folders open to others`,
  };
}
