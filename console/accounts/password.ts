// Passwords: their rules, and argon2id (RFC 9106; OWASP: m = 19 MiB, t = 2, p = 1).
import { hash, verify } from '@node-rs/argon2';
import { RoomtoneError } from '../../shared/errors.ts';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '../../shared/limits.ts';
import { isCommonPassword } from './common-passwords.ts';

const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Made once from random bytes and thrown away: what an unknown name is compared with, at the same cost. */
let decoy: Promise<string> | undefined;

/** @throws RoomtoneError `PASSWORD_REFUSED`, with what to change */
export function checkPassword(password: string, accountName: string): void {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) {
    throw refused(`it has ${length} signs`, `Use at least ${PASSWORD_LENGTH_MIN}; four words in a row are fine.`);
  }
  if (length > PASSWORD_LENGTH_MAX) {
    throw refused(`it has ${length} signs`, `Use at most ${PASSWORD_LENGTH_MAX}.`);
  }
  if (new Set(password).size < 5) throw refused('it repeats the same few signs', 'Use more different signs.');
  const bare = password.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (isCommonPassword(password) || bare === accountName || bare.replace(/\d+$/, '') === 'roomtone') {
    throw refused('it is one of the first that an attacker tries', 'Use something that is yours alone.');
  }
}

export const hashPassword = (password: string) => hash(password, ARGON2ID);

/** Takes the same work where there is no account (`stored` null), and answers false. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== null;
}

const refused = (message: string, hint: string) =>
  new RoomtoneError('PASSWORD_REFUSED', `this password is refused: ${message}`, hint);
