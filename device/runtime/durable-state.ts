// Small durable state of one kind: JSON in a durable file, parsed by its schema, with a version. What an older program
// left is migrated, after a backup; what a newer one left is never overwritten. As a value (`readState`) or as a lowdb
// database (`openState`).
import { rm } from 'node:fs/promises';
import { type Adapter, Low } from 'lowdb';
import type { z } from 'zod';
import { RoomtoneError } from '../../shared/errors.ts';
import { DurableFile } from './durable-file.ts';

/** State of one kind: where it stands, its shape, and the version that `v` must have in it. */
export interface StateKind<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly version: number;
  readonly migrations?: Migrations;
}

/** By the version that it reads; each gives the value of the next version. Pure. */
export type Migrations = Readonly<Record<number, (old: OldState) => OldState>>;
export type OldState = Readonly<Record<string, unknown>>;

/** What stands on the disk, brought to the version of its kind. */
interface Found<T> {
  readonly value: T;
  /** Null where it has the version of its kind. */
  readonly old: { readonly version: number; readonly text: string } | null;
}

/**
 * The state on disk, migrated, or null where there is none yet. Writes nothing.
 *
 * @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_OLD`, `STATE_VERSION_NEW`
 */
export async function readState<T>(kind: StateKind<T>): Promise<T | null> {
  return (await findState(kind))?.value ?? null;
}

async function findState<T>(kind: StateKind<T>): Promise<Found<T> | null> {
  const text = await new DurableFile(kind.path).read();
  if (text === null) return null;
  const stored: unknown = JSON.parse(text);
  const version = versionOf(stored);
  if (version === null || version === kind.version) return { value: parse(kind, stored), old: null };
  return { value: parse(kind, migrate(kind, stored as OldState, version)), old: { version, text } };
}

function versionOf(stored: unknown): number | null {
  const found = (stored as { readonly v?: unknown } | null)?.v;
  return typeof found === 'number' ? found : null;
}

function migrate<T>({ path, version, migrations = {} }: StateKind<T>, stored: OldState, from: number): OldState {
  if (from > version) throw tooNew(path, from, version);
  let state = stored;
  for (let at = from; at < version; at += 1) {
    const step = migrations[at];
    if (step === undefined) throw tooOld(path, from, version);
    state = step(state);
  }
  return state;
}

function parse<T>({ path, schema }: StateKind<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RoomtoneError(
    'STATE_CORRUPT',
    `${path} does not have the expected shape: ${parsed.error.issues[0]?.message ?? 'unknown'}`,
    'Restore the file from a backup, or move it away to start afresh.',
    { cause: parsed.error },
  );
}

/** Where the state as an older version left it is kept, in the form of a durable file. */
export const backupPath = (path: string, version: number) => `${path}.v${version}`;

/** lowdb's own adapter never fsyncs; this one does, refuses what its schema refuses, and backs up what it replaces. */
class DurableAdapter<T> implements Adapter<T> {
  readonly #kind: StateKind<T>;
  readonly #file: DurableFile;
  #old: Found<T>['old'] = null;

  constructor(kind: StateKind<T>) {
    this.#kind = kind;
    this.#file = new DurableFile(kind.path);
  }

  /** Whether what was read is of an older version that no write has replaced yet. */
  get isOld(): boolean {
    return this.#old !== null;
  }

  async read(): Promise<T | null> {
    const found = await findState(this.#kind);
    this.#old = found?.old ?? null;
    return found?.value ?? null;
  }

  async write(value: T): Promise<void> {
    const text = JSON.stringify(this.#kind.schema.parse(value));
    const old = this.#old;
    if (old !== null) await new DurableFile(backupPath(this.#kind.path, old.version)).write(old.text);
    await this.#file.write(text);
    this.#old = null;
  }
}

const tooNew = (path: string, found: number, known: number) =>
  new RoomtoneError(
    'STATE_VERSION_NEW',
    `${path} was written by a newer Roomtone (state version ${found}, this program knows ${known})`,
    'Update Roomtone, or point --state at another folder.',
  );

const tooOld = (path: string, found: number, known: number) =>
  new RoomtoneError(
    'STATE_VERSION_OLD',
    `${path} has state version ${found}, which this program can no longer read (it knows ${known})`,
    'Start once with the release that can migrate it, or point --state at another folder.',
  );

export interface OpenOptions {
  readonly migrations?: Migrations;
  /** Called when the disk refuses what was migrated, which then holds in memory; without it `STATE_UNWRITABLE` is thrown. */
  readonly onUnwritten?: (error: unknown) => void;
}

/**
 * Opens the state at `path`, `initial` where there is none yet. The schema's `v` must be the literal of `initial.v`.
 * What was migrated is written at once, so that every device leaves the old version behind.
 */
export async function openState<T extends { readonly v: number }>(
  path: string,
  schema: z.ZodType<T>,
  initial: T,
  { migrations = {}, onUnwritten }: OpenOptions = {},
): Promise<Low<T>> {
  const adapter = new DurableAdapter({ path, schema, version: initial.v, migrations });
  const low = new Low<T>(adapter, initial);
  await rm(`${path}.temporary`, { force: true }).catch(() => {});
  await low.read();
  if (adapter.isOld) await (onUnwritten === undefined ? low.write() : low.write().catch(onUnwritten));
  return low;
}

/** Makes `value` the state, durably. Where the disk refuses, what was there before holds on. @throws RoomtoneError `STATE_UNWRITABLE` */
export async function replaceState<T>(low: Low<T>, value: T): Promise<void> {
  const before = low.data;
  low.data = value;
  try {
    await low.write();
  } catch (error) {
    low.data = before;
    throw error;
  }
}
