// `roomtone audit-verify`: the console's own check of its audit log, run as a program of its own.
import { spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES } from '../device/runtime/exit-codes.ts';

const PROGRAM = join('console', 'audit', 'verify-main');

/** Arguments: `--state DIR` or `--file EXPORT`, `--json`. @returns its exit code */
export function auditVerifyCommand(args: readonly string[]): Promise<number> {
  const here = fileURLToPath(import.meta.url);
  const file = join(here, '..', '..', `${PROGRAM}${extname(here)}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, file, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT_CODES.software));
  });
}
