// Keys of the console: random, made on the device, mode 600, one file each. A new cookie key ends all sessions.
import { join } from 'node:path';
import { DurableFile } from '../../device/runtime/durable-file.ts';
import type { Random } from '../../device/runtime/random.ts';

/** `crypto_secretbox_KEYBYTES` of libsodium, and the key of AES-256. */
const KEY_BYTES = 32;

export const readCookieKey = (stateFolder: string, random: Random) => readKey(stateFolder, 'cookie-key', random);

/** The key in `<state>/console/<name>`, made now where there is none. */
export async function readKey(stateFolder: string, name: 'cookie-key' | 'seal-key', random: Random): Promise<Buffer> {
  const file = new DurableFile(join(stateFolder, 'console', name));
  const stored = await file.read();
  if (stored !== null) return Buffer.from(stored, 'base64');
  const key = Buffer.from(random.bytes(KEY_BYTES));
  await file.write(key.toString('base64'));
  return key;
}
