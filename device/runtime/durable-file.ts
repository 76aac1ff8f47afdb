// A file that survives a power cut at any instant: temporary, fsync, rename, fsync of the folder, with a checksum and
// the previous generation beside it. Reads give the newest generation that is whole.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';

const MODE_FILE = 0o600;
const MODE_FOLDER = 0o700;

export class DurableFile {
  readonly path: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** The last whole text, or null when there never was one. Throws `STATE_CORRUPT` when no generation is whole. */
  async read(): Promise<string | null> {
    const generations = await Promise.all([readGeneration(this.path), readGeneration(`${this.path}.previous`)]);
    const whole = generations.find((generation) => generation.kind === 'whole');
    if (whole !== undefined) return whole.text;
    if (generations.every((generation) => generation.kind === 'absent')) return null;
    throw new RoomtoneError(
      'STATE_CORRUPT',
      `${this.path} and its previous generation are damaged`,
      'Move both files away to start afresh, or restore them from a backup.',
    );
  }

  /** Writes are serialised; resolves when `text` is on the disk. */
  write(text: string): Promise<void> {
    const next = this.#writing.catch(() => {}).then(() => this.#write(text));
    this.#writing = next;
    return next;
  }

  /** Moves both generations away under `.damaged`, so that a new file can begin and a person can look at the old one. */
  async setAside(): Promise<void> {
    for (const path of [this.path, `${this.path}.previous`]) {
      await rename(path, `${path}.damaged`).catch(ignoreAbsent);
    }
  }

  async #write(text: string): Promise<void> {
    const folder = dirname(this.path);
    try {
      await makeFolder(folder);
      const temporary = `${this.path}.temporary`;
      await rm(temporary, { force: true });
      await writeSynced(temporary, `${digestOf(text)}\n${text}`);
      await rename(this.path, `${this.path}.previous`).catch(ignoreAbsent);
      await rename(temporary, this.path);
      await syncFolder(folder);
    } catch (error) {
      throw new RoomtoneError(
        'STATE_UNWRITABLE',
        `cannot write ${this.path}: ${messageOf(error)}`,
        'Free disk space, or point --state at a folder that this user may write.',
        { cause: error },
      );
    }
  }
}

type Generation = { readonly kind: 'whole'; readonly text: string } | { readonly kind: 'absent' | 'damaged' };

async function readGeneration(path: string): Promise<Generation> {
  let raw: string;
  try {
    raw = await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return { kind: 'absent' };
    throw error;
  }
  const newline = raw.indexOf('\n');
  const text = raw.slice(newline + 1);
  return raw.slice(0, newline) === digestOf(text) ? { kind: 'whole', text } : { kind: 'damaged' };
}

/** Not `recursive`: Node's own never returns below a folder that can hold none, such as `/proc`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: MODE_FOLDER });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT') throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: MODE_FOLDER });
  }
}

/** Replaces a file that others read as it is (a certificate, a password): whole or not at all, mode 600. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.temporary`;
  await makeFolder(dirname(path));
  await rm(temporary, { force: true });
  await writeSynced(temporary, text);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** `O_EXCL`, so that a planted link is never followed. */
async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', MODE_FILE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is durable only when the folder that holds the name is (POSIX, fsync). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

const isAbsent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

function ignoreAbsent(error: unknown): void {
  if (!isAbsent(error)) throw error;
}
