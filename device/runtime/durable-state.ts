// Small durable state of one kind: a lowdb database over a durable file, parsed by its schema, with a version that is
// never overwritten by an older program.
import { type Adapter, Low } from 'lowdb';
import type { z } from 'zod';
import { RoomtoneError } from '../../shared/errors.ts';
import { DurableFile } from './durable-file.ts';

/** lowdb's own adapter never fsyncs; this one does, and it refuses what its schema refuses. */
class DurableAdapter<T> implements Adapter<T> {
  readonly #file: DurableFile;
  readonly #schema: z.ZodType<T>;
  readonly #version: number;

  constructor(path: string, schema: z.ZodType<T>, version: number) {
    this.#file = new DurableFile(path);
    this.#schema = schema;
    this.#version = version;
  }

  async read(): Promise<T | null> {
    const text = await this.#file.read();
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    refuseOtherVersion(this.#file.path, value, this.#version);
    const parsed = this.#schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new RoomtoneError(
      'STATE_CORRUPT',
      `${this.#file.path} does not have the expected shape: ${parsed.error.issues[0]?.message ?? 'unknown'}`,
      'Restore the file from a backup, or move it away to start afresh.',
      { cause: parsed.error },
    );
  }

  write(value: T): Promise<void> {
    return this.#file.write(JSON.stringify(this.#schema.parse(value)));
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

/**
 * Opens the state at `path`, `initial` where there is none yet. The schema's `v` must be the literal `version`.
 *
 * @throws RoomtoneError `STATE_CORRUPT`, `STATE_VERSION_OLD`, `STATE_VERSION_NEW`
 */
export async function openState<T extends { readonly v: number }>(
  path: string,
  schema: z.ZodType<T>,
  initial: T,
): Promise<Low<T>> {
  const low = new Low<T>(new DurableAdapter(path, schema, initial.v), initial);
  await low.read();
  return low;
}
