// Programs of ours that a command runs beside itself: from the sources in development, from the build otherwise.
import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES } from '../device/runtime/exit-codes.ts';

/** What `process.execPath` is to be given for `program`, a path from the project's folder without its ending. */
export function nodeArguments(program: string): readonly string[] {
  const file = fileURLToPath(new URL(`../${program}${extname(import.meta.url)}`, import.meta.url));
  return [...process.execArgv, file];
}

/** Its input and output are the command's own. @returns its exit code */
export function runOwnProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArguments(program), ...args], { stdio: 'inherit', env });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT_CODES.software));
  });
}
