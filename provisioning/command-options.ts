// The options of a command, read strictly: one that nobody knows is an error that says where help is.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, RoomtoneError } from '../shared/errors.ts';

/** @throws RoomtoneError `USAGE` with `hint` */
export function commandOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
  hint: string,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new RoomtoneError('USAGE', messageOf(error), hint, { cause: error });
  }
}
