// `roomtone privacy-audit`: runs sense's own audit of privacy as a program of its own, as sense itself is run.
import { spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES } from '../device/runtime/exit-codes.ts';

const PROGRAM = join('device', 'sense', 'privacy', 'audit', 'main');

/** Arguments: `--json`, `--state DIR`. Standard output is the program's. @returns its exit code */
export function privacyAuditCommand(args: readonly string[]): Promise<number> {
  const here = fileURLToPath(import.meta.url);
  const file = join(here, '..', '..', `${PROGRAM}${extname(here)}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, file, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT_CODES.software));
  });
}
