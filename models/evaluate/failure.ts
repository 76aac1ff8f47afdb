// How a command of evaluation ends that could not do what it was asked: one line that says what to do, and the exit code.
import { exitCodeOf } from '../../device/runtime/exit-codes.ts';
import { isRoomtoneError, messageOf } from '../../shared/errors.ts';

export function tellFailure(command: string, error: unknown): void {
  const code = isRoomtoneError(error) ? error.code : 'INTERNAL';
  const hint = isRoomtoneError(error) ? error.hint : 'Report it, with this line.';
  process.stderr.write(`${command}: ${code}: ${messageOf(error)}. ${hint}\n`);
  process.exitCode = exitCodeOf(error);
}
