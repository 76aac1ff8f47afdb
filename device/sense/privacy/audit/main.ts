// The audit of privacy as a program: a table for people, or `--json` for programs. It opens no camera and no network and
// changes no state; it runs the code that is installed, and with `--state DIR` looks at the modes of this device's files.
// Exit code 0 when every row holds, else 1.
import { parseArgs } from 'node:util';
import { EXIT_CODES } from '../../../runtime/exit-codes.ts';
import { CryptoRandom } from '../../../runtime/random.ts';
import { PooledRandom } from './pooled-random.ts';
import { type AuditRow, auditRows } from './rows.ts';
import { stateRow } from './state-row.ts';

const OPTIONS = { json: { type: 'boolean', default: false }, state: { type: 'string' } } as const;
const { values } = parseArgs({ options: OPTIONS });
const ofDevice = values.state === undefined ? [] : [await stateRow(values.state)];
const rows = [...(await auditRows(new PooledRandom(new CryptoRandom()))), ...ofDevice];
process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : tableOf(rows));
process.exitCode = rows.every(({ pass }) => pass) ? EXIT_CODES.ok : EXIT_CODES.failure;

function tableOf(found: readonly AuditRow[]): string {
  const lines = found.map(({ row, title, pass, figure }) => {
    return `${row.padEnd(4)}${pass ? 'holds ' : 'BROKEN'} ${title}\n           ${figure}`;
  });
  return `${lines.join('\n')}\n`;
}
