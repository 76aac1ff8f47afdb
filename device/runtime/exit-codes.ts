// Exit codes, after sysexits.h(3), which systemd and the README's table know by the same numbers.
import { isRoomtoneError } from '../../shared/errors.ts';

export const EXIT_CODES = {
  ok: 0,
  failure: 1,
  usage: 64,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  ioError: 74,
  protocol: 76,
  config: 78,
} as const;

const EXIT_BY_CODE: Readonly<Record<string, number>> = {
  USAGE: EXIT_CODES.usage,
  SOURCE_NOT_FOUND: EXIT_CODES.noInput,
  SOURCE_NO_VIDEO: EXIT_CODES.noInput,
  DATA_NOT_FOUND: EXIT_CODES.noInput,
  DATA_COLUMNS_MISSING: EXIT_CODES.noInput,
  DATA_SPLIT_UNKNOWN: EXIT_CODES.noInput,
  DATA_EMPTY: EXIT_CODES.noInput,
  MODEL_MISSING: EXIT_CODES.unavailable,
  MODEL_CORRUPT: EXIT_CODES.unavailable,
  MODEL_NOT_SHIPPED: EXIT_CODES.unavailable,
  MODEL_UNKNOWN: EXIT_CODES.unavailable,
  MODEL_AMBIGUOUS: EXIT_CODES.unavailable,
  MODEL_UNUSABLE: EXIT_CODES.unavailable,
  TOOL_MISSING: EXIT_CODES.unavailable,
  PORT_IN_USE: EXIT_CODES.unavailable,
  STATE_IN_USE: EXIT_CODES.unavailable,
  STATE_UNWRITABLE: EXIT_CODES.cannotCreate,
  REPORT_UNWRITABLE: EXIT_CODES.cannotCreate,
  STATE_CORRUPT: EXIT_CODES.ioError,
  STATE_VERSION_OLD: EXIT_CODES.config,
  STATE_VERSION_NEW: EXIT_CODES.config,
};

/** The exit code of a program that ends with `error`. */
export function exitCodeOf(error: unknown): number {
  if (!isRoomtoneError(error)) return EXIT_CODES.software;
  return EXIT_BY_CODE[error.code] ?? EXIT_CODES.failure;
}
