// The factory reset: everything that the device has learnt goes, but the ledger of privacy, which a reset must not refill.
// Asked for at the console, by a file on the boot partition, or by `roomtone reset`; done while nothing runs.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { DurableFile } from '../device/runtime/durable-file.ts';
import { FolderLock } from '../device/runtime/folder-lock.ts';
import { RESET_FILE } from '../shared/console-access.ts';
import { RoomtoneError } from '../shared/errors.ts';
import { commandOptions } from './command-options.ts';

/** Beside the file that recovers a lost password (`claim.ts`): this one wipes. */
const BOOT_FILE = '/boot/firmware/roomtone-reset';
const LEDGER_FOLDER = 'sense';
/** Ledger, count of starts and releases, in one file of sense's. */
const LEDGER_FILE = 'releases.json';
/** What whoever starts the device holds meanwhile. */
const LOCK = 'lock';
/** All that is known here of sense's file: that these are what a reset forgets. */
const releasesSchema = z.looseObject({ pending: z.array(z.unknown()) });

/** @returns whether the device was wiped @throws RoomtoneError `STATE_CORRUPT`: a ledger that cannot be read stays */
export async function resetIfAsked(stateFolder: string, bootFile = BOOT_FILE): Promise<boolean> {
  const asked = [RESET_FILE, `${RESET_FILE}.previous`, `${RESET_FILE}.temporary`].map((name) =>
    join(stateFolder, name),
  );
  const isAskedAtBoot = existsSync(bootFile);
  // The file goes first: one that can't be removed (a read-only card) would wipe the device at every start.
  if (isAskedAtBoot) await rm(bootFile);
  if (!isAskedAtBoot && !asked.slice(0, 2).some((path) => existsSync(path))) return false;
  await wipe(stateFolder);
  // Last, so that a power cut within the wipe begins it anew.
  await Promise.all(asked.map((path) => rm(path, { force: true })));
  return true;
}

/** Removes all but the ledger and who holds the folder. */
export async function wipe(stateFolder: string): Promise<void> {
  await forgetReleases(join(stateFolder, LEDGER_FOLDER, LEDGER_FILE));
  const kept = [LEDGER_FOLDER, LOCK, RESET_FILE];
  await removeAllBut(stateFolder, kept);
  await removeAllBut(join(stateFolder, LEDGER_FOLDER), [LEDGER_FILE]);
}

async function forgetReleases(path: string): Promise<void> {
  const file = new DurableFile(path);
  const text = await file.read();
  if (text === null) return;
  const forgotten = JSON.stringify({ ...releasesSchema.parse(JSON.parse(text)), pending: [] });
  // Twice: the previous generation is a copy that still holds them.
  await file.write(forgotten);
  await file.write(forgotten);
}

/** A generation of a kept file is kept too. */
async function removeAllBut(folder: string, kept: readonly string[]): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const gone = names.filter((name) => !kept.includes(name.replace(/\.previous$/, '')));
  await Promise.all(gone.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** `roomtone reset --state DIR --yes`. @returns the exit code */
export async function resetCommand(args: readonly string[]): Promise<number> {
  const { state, yes } = parseOptions(args);
  const stateFolder = resolve(state);
  if (!existsSync(stateFolder)) throw usage(`there is no state folder ${stateFolder}`);
  if (!yes) throw usage('a reset forgets users, settings, certificates, logs and whatever waits to be sent');
  const lock = new FolderLock(stateFolder);
  await lock.take();
  try {
    await wipe(stateFolder);
    await rm(join(stateFolder, RESET_FILE), { force: true });
  } finally {
    await lock.release();
  }
  process.stdout.write('reset: the device is as unboxed; the ledger of privacy stays\n');
  return 0;
}

function parseOptions(args: readonly string[]) {
  const options = {
    state: { type: 'string', default: '.roomtone' },
    yes: { type: 'boolean', default: false },
  } as const;
  return commandOptions(args, options, USAGE);
}

const USAGE = 'roomtone reset --state DIR --yes';
const usage = (message: string) => new RoomtoneError('USAGE', message, USAGE);
