// The audit of privacy as a program: a table for people, or `--json` for programs. It opens no camera and no network and
// changes no state of the device: it runs the code that is installed, also as a sense of its own on a clip of noise, which
// takes half a minute. With `--state DIR` it looks at the files of this device, and at the sense that runs on them.
// Exit code 0 when every row holds, 1 when one is broken or could not be checked.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT_CODES } from '../../../runtime/exit-codes.ts';
import { projectFolder } from '../../../runtime/project-folder.ts';
import { CryptoRandom } from '../../../runtime/random.ts';
import { PooledRandom } from './pooled-random.ts';
import { type AuditRow, auditRows } from './rows.ts';
import { hereRow, trialRows } from './running-rows.ts';
import { stateRow } from './state-row.ts';

const OPTIONS = {
  json: { type: 'boolean', default: false },
  state: { type: 'string' },
  models: { type: 'string' },
} as const;
const { values } = parseArgs({ options: OPTIONS });
const models = values.models ?? join(projectFolder(import.meta.url), '.cache', 'models');
const ofDevice = values.state === undefined ? [] : [await stateRow(values.state), await hereRow(values.state)];
const ofCode = await auditRows(new PooledRandom(new CryptoRandom()));
const rows = inOrder([...ofCode, ...(await trialRows(models)), ...ofDevice]);
process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : tableOf(rows));
process.exitCode = rows.every(({ pass }) => pass === true) ? EXIT_CODES.ok : EXIT_CODES.failure;

/** P2 before P10; rows of one name stay as they were. */
function inOrder(found: readonly AuditRow[]): readonly AuditRow[] {
  return [...found].sort((a, b) => Number(a.row.slice(1)) - Number(b.row.slice(1)));
}

function wordOf(pass: boolean | null): string {
  if (pass === null) return 'not checked';
  return pass ? 'holds      ' : 'BROKEN     ';
}

function tableOf(found: readonly AuditRow[]): string {
  const lines = found.map(({ row, title, pass, figure }) => {
    return `${row.padEnd(4)}${wordOf(pass)} ${title}\n                ${figure}`;
  });
  return `${lines.join('\n')}\n`;
}
