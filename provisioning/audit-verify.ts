// `roomtone audit-verify`: the console's own check of its audit log, run as a program of its own.
import { runOwnProgram } from './own-program.ts';

/** Arguments: `--state DIR` or `--file EXPORT`, `--json`. @returns its exit code */
export const auditVerifyCommand = (args: readonly string[]): Promise<number> =>
  runOwnProgram('console/audit/verify-main', args);
