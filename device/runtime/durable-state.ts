// Small durable state of one kind: JSON in a durable file, parsed by its schema, with a version that is never
// overwritten by an older program. As a value (`readState`) or as a lowdb database (`openState`).
import { type Adapter, Low } from 'lowdb';
import type { z } from 'zod';
import { RoomtoneError } from '../../shared/errors.ts';
import { DurableFile } from './durable-file.ts';

/** State of one kind: where it stands, its shape, and the version that `v` must have in it. */
export interface StateKind<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly version: number;
}

/**
 * The state on disk, or null where there is none yet.
 *
 * @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_OLD`, `STATE_VERSION_NEW`
 */
export async function readState<T>({ path, schema, version }: StateKind<T>): Promise<T | null> {
  const text = await new DurableFile(path).read();
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  refuseOtherVersion(path, value, version);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RoomtoneError(
    'STATE_CORRUPT',
    `${path} does not have the expected shape: ${parsed.error.issues[0]?.message ?? 'unknown'}`,
    'Restore the file from a backup, or move it away to start afresh.',
    { cause: parsed.error },
  );
}

/** lowdb's own adapter never fsyncs; this one does, and it refuses what its schema refuses. */
class DurableAdapter<T> implements Adapter<T> {
  readonly #kind: StateKind<T>;
  readonly #file: DurableFile;

  constructor(kind: StateKind<T>) {
    this.#kind = kind;
    this.#file = new DurableFile(kind.path);
  }

  read(): Promise<T | null> {
    return readState(this.#kind);
  }

  write(value: T): Promise<void> {
    return this.#file.write(JSON.stringify(this.#kind.schema.parse(value)));
  }
}

function refuseOtherVersion(path: string, value: unknown, version: number): void {
  const found = (value as { readonly v?: unknown } | null)?.v;
  if (typeof found !== 'number' || found === version) return;
  if (found > version) {
    throw new RoomtoneError(
      'STATE_VERSION_NEW',
      `${path} was written by a newer Roomtone (state version ${found}, this program knows ${version})`,
      'Update Roomtone, or point --state at another folder.',
    );
  }
  throw new RoomtoneError(
    'STATE_VERSION_OLD',
    `${path} has state version ${found}, which this program can no longer read (it knows ${version})`,
    'Start once with the release that can migrate it, or point --state at another folder.',
  );
}

/** Opens the state at `path`, `initial` where there is none yet. The schema's `v` must be the literal of `initial.v`. */
export async function openState<T extends { readonly v: number }>(
  path: string,
  schema: z.ZodType<T>,
  initial: T,
): Promise<Low<T>> {
  const low = new Low<T>(new DurableAdapter({ path, schema, version: initial.v }), initial);
  await low.read();
  return low;
}
