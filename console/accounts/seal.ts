// A seal keeps a secret unreadable in its file: AES-256-GCM under a key that stands in another file of mode 600, so that
// a copy of the one alone tells nothing.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../device/runtime/random.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `context` is bound in: what was sealed for one account does not open for another. */
export function seal(key: Buffer, secret: Uint8Array, context: string, random: Random): string {
  const nonce = Buffer.from(random.bytes(NONCE_BYTES));
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** Null where the key is another, or something was changed. */
export function unseal(key: Buffer, sealed: string, context: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return null;
  }
}
