// One-time codes by time (RFC 6238, over RFC 4226): HMAC-SHA-1, 30 seconds, 6 digits, which is what every authenticator
// knows. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps that a phone's clock may be off, before or after. */
const DRIFT_STEPS = 1;
/** RFC 4226, 4: at least 128 bits; 160 are recommended. */
export const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const stepAt = (wallMs: number) => Math.floor(wallMs / STEP_MS);

/** RFC 4226, 5.3: dynamic truncation. */
export function codeAt(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The step that `typed` is the code of, near `wallMs` and after `lastStep` (RFC 6238, 5.2: each is taken once); else null. */
export function matchingStep(secret: Uint8Array, typed: string, wallMs: number, lastStep: number): number | null {
  const code = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return null;
  const now = stepAt(wallMs);
  const steps = Array.from({ length: 2 * DRIFT_STEPS + 1 }, (_, index) => now - DRIFT_STEPS + index);
  const matching = steps.filter((step) => timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code)));
  return matching.find((step) => step > lastStep) ?? null;
}

/** RFC 4648, 6, without padding, as authenticators take it. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

/** Key URI format of authenticators. `account` and `device` stand in the list of the app. */
export function otpauthUri(secret: Uint8Array, account: string, device: string): string {
  const label = encodeURIComponent(`Roomtone:${account}@${device}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Roomtone&algorithm=SHA1&digits=${DIGITS}&period=30`;
}
