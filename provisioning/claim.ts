// The claim code: what makes the person in front of the device its first admin. A new one at each start while the device
// is unclaimed; only its argon2id hash is kept, and none at all once it has been used.
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { openState } from '../device/runtime/durable-state.ts';
import { CryptoRandom, type Random } from '../device/runtime/random.ts';
import { CLAIM_ALPHABET, CLAIM_FILE, claimStateSchema, normaliseClaimCode, UNCLAIMED } from '../shared/console-api.ts';

/** 12 signs of 5 bits: 60 bits, guessed at the rate that the console allows not in the age of the universe. */
const SIGNS = 12;
const GROUP = 4;

/**
 * Makes a new claim code, e.g. `7Q2K-M0ZD-9XVA`, and leaves its hash in the state folder.
 *
 * @returns null where the device is claimed already
 * @throws RoomtoneError `STATE_UNWRITABLE`, `STATE_CORRUPT`
 */
export async function prepareClaim(stateFolder: string, random: Random = new CryptoRandom()): Promise<string | null> {
  const state = await openState(join(stateFolder, CLAIM_FILE), claimStateSchema, UNCLAIMED);
  if (state.data.claimed) return null;
  const code = claimCodeFrom(random);
  state.data = { v: 1, claimed: false, hash: await hash(normaliseClaimCode(code)) };
  await state.write();
  return code;
}

/** 256 is a multiple of 32, so every sign is equally likely. */
function claimCodeFrom(random: Random): string {
  const signs = Array.from(random.bytes(SIGNS), (byte) => CLAIM_ALPHABET.charAt(byte % CLAIM_ALPHABET.length));
  const groups = Array.from({ length: SIGNS / GROUP }, (_, group) => signs.slice(group * GROUP, (group + 1) * GROUP));
  return groups.map((group) => group.join('')).join('-');
}
