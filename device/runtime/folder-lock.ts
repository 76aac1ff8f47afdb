// A folder lock lets one process own a state folder. It names its holder by process id and start time, so that what a
// crash or a power cut left behind is never taken for a living one.
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { makeFolder } from './durable-file.ts';

const TRIES = 3;

export class FolderLock {
  readonly #path: string;
  #isHeld = false;

  constructor(folder: string) {
    this.#path = join(folder, 'lock');
  }

  /** @throws RoomtoneError `STATE_IN_USE`, `STATE_UNWRITABLE` */
  async take(): Promise<void> {
    for (let attempt = 1; attempt <= TRIES && !this.#isHeld; attempt += 1) {
      this.#isHeld = await this.#tryTake();
      if (!this.#isHeld) await this.#removeUnlessHeld();
    }
    if (!this.#isHeld) throw inUse(this.#path);
  }

  /** Idempotent. */
  async release(): Promise<void> {
    if (this.#isHeld) await rm(this.#path, { force: true });
    this.#isHeld = false;
  }

  async #tryTake(): Promise<boolean> {
    try {
      await makeFolder(join(this.#path, '..'));
      const file = await open(this.#path, 'wx', 0o600);
      await file.writeFile(await holderOf(process.pid));
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw new RoomtoneError('STATE_UNWRITABLE', `cannot write ${this.#path}: ${messageOf(error)}`, UNWRITABLE_HINT, {
        cause: error,
      });
    }
  }

  async #removeUnlessHeld(): Promise<void> {
    const holder = await readFile(this.#path, 'utf8').catch(() => '');
    const pid = Number(holder.split(' ')[0]);
    if (holder !== '' && holder === (await holderOf(pid))) throw inUse(this.#path);
    await rm(this.#path, { force: true });
  }
}

const UNWRITABLE_HINT = 'Free disk space, or point --state at a folder that this user may write.';

/** `pid start`, where start is field 22 of proc(5) stat: ticks since boot; empty where no such process runs. */
async function holderOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return start === undefined ? '' : `${pid} ${start}`;
}

const inUse = (path: string) =>
  new RoomtoneError(
    'STATE_IN_USE',
    `another Roomtone runs on this state folder (${path})`,
    'Stop it first, or point --state at another folder.',
  );
