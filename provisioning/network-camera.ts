// A network camera is read by a capture program of its own, which hands pictures to sense over a socket: sense never gets
// a network. The address, which may hold a password, goes through a file of mode 600 and stands in no command line.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface NetworkCamera {
  /** Of the capture program. */
  readonly args: readonly string[];
  /** For sense. */
  readonly source: string;
}

/** Null for a source that is no network camera. `@FILE` names a file that holds the address. */
export async function networkCamera(source: string, runFolder: string): Promise<NetworkCamera | null> {
  const addressFile = await addressFileOf(source, runFolder);
  if (addressFile === null) return null;
  const socket = join(runFolder, 'camera');
  return { args: ['--socket', socket, '--address-file', addressFile], source: `socket:${socket}` };
}

async function addressFileOf(source: string, runFolder: string): Promise<string | null> {
  if (source.startsWith('@')) return resolve(source.slice(1));
  if (!/^(rtsps?|https?):\/\//i.test(source)) return null;
  const file = join(runFolder, 'camera-address');
  await writeFile(file, `${source}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}
