// `roomtone privacy-audit`: runs sense's own audit of privacy as a program of its own, as sense itself is run.
import { runOwnProgram } from './own-program.ts';

/** Arguments: `--json`, `--state DIR`. Standard output is the program's. @returns its exit code */
export const privacyAuditCommand = (args: readonly string[]): Promise<number> =>
  runOwnProgram('device/sense/privacy/audit/main', args);
