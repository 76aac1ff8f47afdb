// The audit log: one line for each act that matters to security, chained, kept 90 days or 10 MB, without secrets.
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { syncFolder } from '../../device/runtime/durable-file.ts';
import { openState, readState } from '../../device/runtime/durable-state.ts';
import type { Service } from '../../device/runtime/lifecycle.ts';
import type { Logger } from '../../device/runtime/log.ts';
import type { AuditEntry } from '../../shared/console-api.ts';
import { type AuditAct, type AuditReading, GENESIS, nextEntry, parseLine, readingOf } from './chain.ts';

export const KEEP_MS = 90 * 24 * 3_600_000;
export const BYTES_MAX = 10 * 1024 * 1024;
/** Pruning leaves this much, so that it does not run at each line once the log is full. */
const BYTES_AFTER_PRUNE = 8 * 1024 * 1024;

const linkSchema = z.strictObject({ seq: z.int().nonnegative(), hash: z.string().length(64) });
const stateSchema = z.strictObject({ v: z.literal(1), anchor: linkSchema, head: linkSchema });
type State = z.infer<typeof stateSchema>;

export interface AuditLogOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Default {@link BYTES_MAX}. */
  readonly bytesMax?: number;
}

export class AuditLog implements Service {
  readonly name = 'audit';
  readonly #path: string;
  readonly #clock: Clock;
  readonly #bytesMax: number;
  readonly #log: Logger;
  #state: Low<State> | undefined;
  #bytes = 0;
  #writing: Promise<void> = Promise.resolve();
  readonly #listeners: ((entry: AuditEntry) => void)[] = [];

  constructor(options: AuditLogOptions) {
    this.#path = join(options.stateFolder, 'console', 'audit.jsonl');
    this.#clock = options.clock;
    this.#log = options.log;
    this.#bytesMax = options.bytesMax ?? BYTES_MAX;
  }

  async start(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#state = await openState<State>(`${this.#path}.head`, stateSchema, { v: 1, anchor: GENESIS, head: GENESIS });
    // A full disk must not lock out the admin who comes to empty it.
    await this.#tidy().catch((error: unknown) => this.#log.error({ err: error }, 'the audit log was not tidied'));
  }

  async #tidy(): Promise<void> {
    await this.#adoptTail();
    await this.#prune();
  }

  async stop(): Promise<void> {
    await this.#writing.catch(() => {});
  }

  /** Durable when it resolves. Acts are written in the order of the calls. */
  append(act: AuditAct): Promise<void> {
    const next = this.#writing.catch(() => {}).then(() => this.#append(act));
    this.#writing = next;
    return next;
  }

  /** Called with each line once it is on the disk, in order. */
  onAppend(listener: (entry: AuditEntry) => void): void {
    this.#listeners.push(listener);
  }

  /** Oldest first, whether the chain holds, and what it begins after and must end with. */
  async read(): Promise<AuditReading> {
    await this.#writing.catch(() => {});
    return readingOf(await this.#lines(), this.#low().data);
  }

  async #append(act: AuditAct): Promise<void> {
    const state = this.#low();
    const bounded = { ...act, actor: printable(act.actor, 64), detail: printable(act.detail, 200) ?? '' };
    const entry = nextEntry(state.data.head, bounded, new Date(this.#clock.wallMs()).toISOString());
    const text = `${JSON.stringify(entry)}\n`;
    await writeSynced(this.#path, text, 'a');
    this.#bytes += Buffer.byteLength(text);
    state.data = { ...state.data, head: { seq: entry.seq, hash: entry.hash } };
    await state.write();
    for (const listener of this.#listeners) listener(entry);
    if (this.#bytes > this.#bytesMax) await this.#prune();
  }

  /** A power cut between the line and the head leaves one line more, or a torn one that nothing refers to. */
  async #adoptTail(): Promise<void> {
    const state = this.#low();
    const lines = await this.#lines();
    const last = parseLine(lines.at(-1) ?? '');
    if (last === null && lines.length > 0 && isBeforeHead(lines, state.data.head.seq))
      await this.#rewrite(lines.slice(0, -1));
    if (last === null || last.seq !== state.data.head.seq + 1 || last.previous !== state.data.head.hash) return;
    state.data = { ...state.data, head: { seq: last.seq, hash: last.hash } };
    await state.write();
  }

  async #prune(): Promise<void> {
    const lines = await this.#lines();
    const oldest = this.#clock.wallMs() - KEEP_MS;
    const room = Math.min(BYTES_AFTER_PRUNE, this.#bytesMax * 0.8);
    const kept = newestWithin(lines, this.#bytes > this.#bytesMax ? room : this.#bytesMax).filter(
      (line) => Date.parse(parseLine(line)?.at ?? '') >= oldest,
    );
    if (kept.length === lines.length) return;
    const pruned = parseLine(lines[lines.length - kept.length - 1] ?? '');
    // A damaged line is evidence: nothing is pruned past it.
    if (pruned === null || lines.some((line) => parseLine(line) === null)) return;
    const state = this.#low();
    state.data = { ...state.data, anchor: { seq: pruned.seq, hash: pruned.hash } };
    await state.write();
    await this.#rewrite(kept);
  }

  async #lines(): Promise<readonly string[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    this.#bytes = Buffer.byteLength(text);
    return text.split('\n').filter((line) => line !== '');
  }

  async #rewrite(lines: readonly string[]): Promise<void> {
    const temporary = `${this.#path}.temporary`;
    await writeSynced(temporary, lines.map((line) => `${line}\n`).join(''), 'w');
    await rename(temporary, this.#path);
    await syncFolder(dirname(this.#path));
    this.#bytes = (await stat(this.#path)).size;
  }

  #low(): Low<State> {
    if (this.#state === undefined) throw new Error('the audit log is not started');
    return this.#state;
  }
}

/** Reads the log of the console's folder as it stands, without changing anything. */
export async function readAuditFile(folder: string): Promise<AuditReading> {
  const path = join(folder, 'audit.jsonl');
  const state = await readState({ path: `${path}.head`, schema: stateSchema, version: 1 });
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  return readingOf(lines, state ?? { anchor: GENESIS, head: GENESIS });
}

/** Whether all lines but the last, torn one reach the head: then the torn line was never said to be written. */
function isBeforeHead(lines: readonly string[], headSeq: number): boolean {
  return (parseLine(lines.at(-2) ?? '')?.seq ?? headSeq) >= headSeq;
}

/** The newest lines that fit into `bytes`, oldest first. */
function newestWithin(lines: readonly string[], bytes: number): readonly string[] {
  let left = bytes;
  const start = lines.findLastIndex((line) => {
    left -= Buffer.byteLength(line) + 1;
    return left < 0;
  });
  return lines.slice(start + 1);
}

/** No line breaks, no control signs, bounded: what a stranger typed can't forge a line or a terminal. */
function printable(text: string | null, lengthMax: number): string | null {
  return text === null ? null : text.replace(/[^\x20-\x7e]/g, '?').slice(0, lengthMax);
}

async function writeSynced(path: string, text: string, flags: 'a' | 'w'): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
