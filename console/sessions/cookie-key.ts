// The key that encrypts the session cookie: random, made on the device, mode 600. A new key ends all sessions.
import { join } from 'node:path';
import { DurableFile } from '../../device/runtime/durable-file.ts';
import type { Random } from '../../device/runtime/random.ts';

/** `crypto_secretbox_KEYBYTES` of libsodium. */
const KEY_BYTES = 32;

export async function readCookieKey(stateFolder: string, random: Random): Promise<Buffer> {
  const file = new DurableFile(join(stateFolder, 'console', 'cookie-key'));
  const stored = await file.read();
  if (stored !== null) return Buffer.from(stored, 'base64');
  const key = Buffer.from(random.bytes(KEY_BYTES));
  await file.write(key.toString('base64'));
  return key;
}
