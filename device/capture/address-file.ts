// The file that holds the address of a network camera, one line. Only its owner may read it; or it is a credential of
// systemd, which keeps others out by its folder and whose mode may show a group (systemd.exec(5), LoadCredential).
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RoomtoneError } from '../../shared/errors.ts';
import { NetworkAddress } from '../sense/capture/network-address.ts';

const MODE_OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * `credentials` is systemd's folder of them, if there is one.
 * @throws RoomtoneError `SOURCE_NOT_FOUND`, `ADDRESS_FILE_OPEN` when others may read it, `USAGE` when it holds none
 */
export async function readAddressFile(path: string, credentials?: string): Promise<NetworkAddress> {
  const status = await stat(path).catch((cause: unknown) => {
    throw new RoomtoneError('SOURCE_NOT_FOUND', `cannot read ${path}`, 'Write the address of the camera into it.', {
      cause,
    });
  });
  if ((status.mode & OTHERS) !== 0 && dirname(path) !== credentials) {
    throw new RoomtoneError('ADDRESS_FILE_OPEN', `others may read ${path}`, `Close it: chmod 600 ${path}`);
  }
  return NetworkAddress.parse((await readFile(path, 'utf8')).trim());
}

export async function writeAddressFile(path: string, address: NetworkAddress): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, `${address.reveal()}\n`, { mode: MODE_OWNER_ONLY, flag: 'wx' });
}
