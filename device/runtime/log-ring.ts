// The log ring keeps the newest lines of a program's log in memory, for the console. It gets what standard error gets,
// after redaction, and is bounded by lines and bytes; who reads too slowly is told how many lines were missed.
import {
  LOG_LINE_LEVELS,
  type LogLine,
  type LogLineLevel,
  type LogsQuery,
  type LogsResponse,
} from '../../shared/log-lines.ts';

const LINES_MAX = 1_000;
const BYTES_MAX = 512 * 1024;
/** Of message and detail together; the rest of a longer line is on standard error alone. */
const LINE_MAX = 4_096;

interface Kept {
  readonly seq: number;
  readonly text: string;
}

export class LogRing {
  readonly #listeners = new Set<() => void>();
  #lines: Kept[] = [];
  #bytes = 0;
  #next = 0;

  /** One line of JSON, as pino writes it. */
  write(text: string): void {
    this.#lines.push({ seq: this.#next, text });
    this.#next += 1;
    this.#bytes += text.length;
    while (this.#lines.length > LINES_MAX || (this.#bytes > BYTES_MAX && this.#lines.length > 1)) {
      this.#bytes -= this.#lines.shift()?.text.length ?? 0;
    }
    for (const listener of this.#listeners) listener();
  }

  read({ level, search, limit, after }: Pick<LogsQuery, 'level' | 'search' | 'limit' | 'after'>): LogsResponse {
    const from = after ?? -1;
    const oldest = this.#lines[0]?.seq ?? this.#next;
    const fitting = this.#lines.flatMap((kept) => {
      const line = kept.seq > from ? lineOf(kept) : null;
      return line !== null && fits(line, level, search.toLowerCase()) ? [line] : [];
    });
    const lines = after === undefined ? fitting.slice(-limit) : fitting.slice(0, limit);
    const isCut = after !== undefined && fitting.length > limit;
    const next = isCut ? (lines.at(-1)?.seq ?? from) : this.#next - 1;
    return { lines, next, missed: after === undefined ? 0 : Math.max(0, oldest - 1 - from) };
  }

  /** Calls `listener` with each line, until the returned function is called. */
  onLine(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** pino's numbers: trace 10 … fatal 60. */
const BY_NUMBER: Readonly<Record<number, LogLineLevel>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** Null for what is no line of ours. */
function lineOf({ seq, text }: Kept): LogLine | null {
  try {
    const { level, time, name, msg, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const detail = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest);
    return {
      seq,
      at: String(time),
      level: BY_NUMBER[Number(level)] ?? 'info',
      program: String(name),
      message: String(msg ?? '').slice(0, LINE_MAX),
      detail: detail.slice(0, LINE_MAX),
    };
  } catch {
    return null;
  }
}

function fits({ level, message, detail }: LogLine, least: LogLineLevel, search: string): boolean {
  if (LOG_LINE_LEVELS.indexOf(level) > LOG_LINE_LEVELS.indexOf(least)) return false;
  return search === '' || `${message} ${detail}`.toLowerCase().includes(search);
}
