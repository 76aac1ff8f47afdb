// The claim code: what makes the person in front of the device its first admin. A new one at each start while the device
// is unclaimed, or one that was printed on a slip; only its argon2id hash is kept, and none once it has been used.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import type { Low } from 'lowdb';
import { openState } from '../device/runtime/durable-state.ts';
import { CryptoRandom, type Random } from '../device/runtime/random.ts';
import {
  CLAIM_ALPHABET,
  CLAIM_FILE,
  type ClaimState,
  claimStateSchema,
  normaliseClaimCode,
  UNCLAIMED,
} from '../shared/console-api.ts';

/** 12 signs of 5 bits: 60 bits, guessed at the rate that the console allows not in the age of the universe. */
const SIGNS = 12;
const GROUP = 4;

/**
 * On the boot partition of a Raspberry Pi, which anybody with its card in their hands can write: the physical act that
 * recovers a device whose password is lost.
 */
const RECOVERY_FILE = '/boot/firmware/roomtone-recover';
/** What recovery forgets: who may sign in. Settings of sense, the ledger and the audit log stay. */
const FORGOTTEN = [
  'accounts.json',
  'second-factor.json',
  'invitations.json',
  'sessions.json',
  'sign-in-delay.json',
  'claim.json',
];

/**
 * Makes a new claim code, e.g. `7Q2K-M0ZD-9XVA`, and leaves its hash in the state folder.
 *
 * @returns null where the device is claimed already, or its code is on a slip
 * @throws RoomtoneError `STATE_UNWRITABLE`, `STATE_CORRUPT`
 */
export async function prepareClaim(
  stateFolder: string,
  random: Random = new CryptoRandom(),
  recoveryFile = RECOVERY_FILE,
): Promise<string | null> {
  await recoverIfAsked(stateFolder, recoveryFile);
  const state = await openClaim(stateFolder);
  if (state.data.claimed || state.data.slip) return null;
  return writeCode(state, random, {});
}

/**
 * Makes a claim code for the slip in the box of a device. It takes the place of every earlier one and holds through
 * restarts, until the claim, a reset, a recovery or the next slip.
 *
 * @returns null where the device is claimed already
 * @throws RoomtoneError `STATE_UNWRITABLE`, `STATE_CORRUPT`
 */
export async function prepareSlip(stateFolder: string, random: Random): Promise<string | null> {
  const state = await openClaim(stateFolder);
  if (state.data.claimed) return null;
  return writeCode(state, random, { slip: true });
}

/** Whether whoever claims this device needs its slip. */
export async function isOnSlip(stateFolder: string): Promise<boolean> {
  return (await openClaim(stateFolder)).data.slip === true;
}

/** Makes a code, the only one that holds from then on. */
async function writeCode(state: Low<ClaimState>, random: Random, printed: Pick<ClaimState, 'slip'>): Promise<string> {
  const code = claimCodeFrom(random);
  state.data = { v: 1, claimed: false, hash: await hash(normaliseClaimCode(code)), ...printed };
  await state.write();
  return code;
}

const openClaim = (stateFolder: string) => openState(join(stateFolder, CLAIM_FILE), claimStateSchema, UNCLAIMED);

/** The file goes first: one that can't be removed (a read-only card) would open the device at every start. */
async function recoverIfAsked(stateFolder: string, recoveryFile: string): Promise<void> {
  if (!existsSync(recoveryFile)) return;
  await rm(recoveryFile);
  const generations = FORGOTTEN.flatMap((name) => [name, `${name}.previous`]);
  await Promise.all(generations.map((name) => rm(join(stateFolder, 'console', name), { force: true })));
}

/** 256 is a multiple of 32, so every sign is equally likely. */
function claimCodeFrom(random: Random): string {
  const signs = Array.from(random.bytes(SIGNS), (byte) => CLAIM_ALPHABET.charAt(byte % CLAIM_ALPHABET.length));
  const groups = Array.from({ length: SIGNS / GROUP }, (_, group) => signs.slice(group * GROUP, (group + 1) * GROUP));
  return groups.map((group) => group.join('')).join('-');
}
