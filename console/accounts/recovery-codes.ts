// Recovery codes: what signs in once each, in place of an authenticator that is lost. 80 bits each, so that a plain digest
// keeps them.
import { createHash } from 'node:crypto';
import type { Random } from '../../device/runtime/random.ts';
import { CLAIM_ALPHABET, normaliseClaimCode } from '../../shared/console-api.ts';

const CODES = 8;
const SIGNS = 16;
const GROUP = /.{4}/g;

/** Such as `7Q2K-M0ZD-9XVA-44TB`. */
export function makeRecoveryCodes(random: Random): readonly string[] {
  return Array.from({ length: CODES }, () => {
    const signs = Array.from(random.bytes(SIGNS), (byte) => CLAIM_ALPHABET.charAt(byte % CLAIM_ALPHABET.length));
    return (signs.join('').match(GROUP) ?? []).join('-');
  });
}

export const digestOfCode = (typed: string) => createHash('sha256').update(normaliseClaimCode(typed)).digest('hex');
