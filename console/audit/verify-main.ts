// Verifies the chain of an audit log: the one in a state folder, or an export. Reads only, so it may run beside the
// console. Exit code 0 where the chain is whole, 1 where it is broken.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT_CODES, exitCodeOf } from '../../device/runtime/exit-codes.ts';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../shared/errors.ts';
import { readExport } from './audit-export.ts';
import { readAuditFile } from './audit-log.ts';
import type { AuditReading } from './chain.ts';

const HINT = 'roomtone audit-verify [--state DIR | --file EXPORT.jsonl] [--json]';

async function main(): Promise<number> {
  const { state, file, json } = parseOptions();
  const reading = file === undefined ? await readAuditFile(join(state, 'console')) : await exported(file);
  const { chain, entries, anchor, head } = reading;
  const words = chain.intact
    ? `whole: ${chain.checked} lines, ${anchor.seq + 1} to ${head.seq}, ${entries[0]?.at ?? 'none'} to ${entries.at(-1)?.at ?? 'none'}`
    : `BROKEN at line ${chain.brokenAt ?? '?'}: it was changed, taken out, or added by somebody else; ${chain.checked} lines before it hold`;
  const report = { ...chain, first: entries[0]?.at ?? null, last: entries.at(-1)?.at ?? null, head: head.hash };
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `audit log ${words}\n`);
  return chain.intact ? EXIT_CODES.ok : EXIT_CODES.failure;
}

function parseOptions() {
  const options = {
    state: { type: 'string', default: '.roomtone' },
    file: { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ options, strict: true }).values;
  } catch (error) {
    throw new RoomtoneError('USAGE', messageOf(error), HINT, { cause: error });
  }
}

async function exported(path: string): Promise<AuditReading> {
  const reading = readExport(await readFile(path, 'utf8'));
  if (reading === null)
    throw new RoomtoneError('USAGE', `${path} is no export of an audit log`, 'Export it as JSON lines.');
  return reading;
}

try {
  process.exitCode = await main();
} catch (error) {
  const hint = isRoomtoneError(error) ? error.hint : HINT;
  process.stderr.write(`${isRoomtoneError(error) ? error.code : 'INTERNAL'}: ${messageOf(error)}. ${hint}\n`);
  process.exitCode = exitCodeOf(error);
}
