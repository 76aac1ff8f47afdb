// Whether a request may be executed, by its form, its times and what was executed before. Pure: the order of the
// checks is the order of their cost.
import {
  COMMAND_BYTES,
  COMMANDS,
  type CommandName,
  type CommandRefusal,
  type CommandRequest,
  type CommandResponse,
  commandRequestSchema,
} from '../../../shared/commands.ts';
import type { ClockState } from '../../../shared/vocabulary.ts';

export interface Arrival {
  readonly name: string;
  readonly text: string;
  readonly retained: boolean;
}

/** A command that was executed, and what was answered. */
export interface Executed {
  readonly id: string;
  readonly name: string;
  readonly expiresMs: number;
  /** Digest of the request: the same id with another request is a mistake or an attack. */
  readonly digest: string;
  readonly response: CommandResponse;
}

export interface Judgement {
  readonly nowMs: number;
  readonly clock: ClockState;
  readonly executed: readonly Executed[];
  readonly digest: string;
}

export type Verdict =
  | { readonly kind: 'run'; readonly name: CommandName; readonly request: CommandRequest }
  | { readonly kind: 'repeat'; readonly response: CommandResponse }
  | { readonly kind: 'refuse'; readonly id: string | null; readonly code: CommandRefusal };

/** Clocks of two machines differ by this much without anybody's fault. */
const SKEW_MS = 5 * 60_000;
/** What was executed is remembered until it expires: nothing may live longer than that memory can be kept small. */
const LIFETIME_MAX_MS = 24 * 3_600_000;
export const EXECUTED_MAX = 200;

export function judgeCommand({ name, text, retained }: Arrival, judgement: Judgement): Verdict {
  const refuse = (code: CommandRefusal, id: string | null = null): Verdict => ({ kind: 'refuse', id, code });
  if (Buffer.byteLength(text) > COMMAND_BYTES) return refuse('OVERSIZED');
  const known = COMMANDS.find((command) => command === name);
  const parsed = commandRequestSchema.safeParse(parseJson(text));
  if (!parsed.success) return refuse(known === undefined ? 'UNKNOWN_COMMAND' : 'MALFORMED');
  const request = parsed.data;
  if (known === undefined) return refuse('UNKNOWN_COMMAND', request.id);
  // A retained request would come again at each connect.
  if (retained) return refuse('RETAINED', request.id);
  const code = timeRefusal(request, judgement);
  if (code !== null) return refuse(code, request.id);
  const before = judgement.executed.find(({ id }) => id === request.id);
  if (before !== undefined) {
    return before.digest === judgement.digest && before.name === name
      ? { kind: 'repeat', response: before.response }
      : refuse('ID_REUSED', request.id);
  }
  if (judgement.executed.length >= EXECUTED_MAX) return refuse('BUSY', request.id);
  return { kind: 'run', name: known, request };
}

function timeRefusal({ issuedAt, expiresAt }: CommandRequest, { nowMs, clock }: Judgement): CommandRefusal | null {
  if (clock === 'unknown') return 'CLOCK_UNKNOWN';
  const issuedMs = Date.parse(issuedAt);
  const expiresMs = Date.parse(expiresAt);
  if (expiresMs <= nowMs) return 'EXPIRED';
  if (issuedMs > nowMs + SKEW_MS) return 'NOT_YET_VALID';
  if (expiresMs - issuedMs > LIFETIME_MAX_MS || expiresMs > nowMs + LIFETIME_MAX_MS + SKEW_MS)
    return 'LIFETIME_TOO_LONG';
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
