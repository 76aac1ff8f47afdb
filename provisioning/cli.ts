#!/usr/bin/env node
// The `roomtone` command: a table of its sub-commands. Each is a file of its own; errors end here, in one clear line.
import { exitCodeOf } from '../device/runtime/exit-codes.ts';
import { isRoomtoneError, messageOf, RoomtoneError } from '../shared/errors.ts';
import { COMMANDS } from './commands.ts';

const usage = () => {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`);
  return `roomtone: tells how a room feels, without telling on anyone in it\n\n${rows.join('\n')}\n\nroomtone <command> --help explains one.\n`;
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return 0;
  }
  const command = COMMANDS[name];
  if (command === undefined) {
    throw new RoomtoneError('USAGE', `there is no command '${name}'`, 'See `roomtone --help`.');
  }
  return command.run(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const code = isRoomtoneError(error) ? error.code : 'INTERNAL';
  const hint = isRoomtoneError(error) ? error.hint : 'Report it, with this line.';
  process.stderr.write(`roomtone: ${code}: ${messageOf(error)}. ${hint}\n`);
  process.exitCode = exitCodeOf(error);
}
