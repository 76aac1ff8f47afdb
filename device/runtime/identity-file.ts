// The identity of this device on disk: made once at enrolment, read by every program.
import { join } from 'node:path';
import { RoomtoneError } from '../../shared/errors.ts';
import { type Identity, identitySchema } from '../../shared/identity.ts';
import { DurableFile } from './durable-file.ts';
import { readState } from './durable-state.ts';

const pathOf = (stateFolder: string) => join(stateFolder, 'identity.json');

/** Null before enrolment. */
export function findIdentity(stateFolder: string): Promise<Identity | null> {
  return readState({ path: pathOf(stateFolder), schema: identitySchema, version: 1 });
}

/** @throws RoomtoneError `NOT_ENROLLED` where no identity was made yet */
export async function readIdentity(stateFolder: string): Promise<Identity> {
  const identity = await findIdentity(stateFolder);
  if (identity !== null) return identity;
  throw new RoomtoneError(
    'NOT_ENROLLED',
    `${stateFolder} holds no identity`,
    'Run `roomtone start`, which enrols the device.',
  );
}

export async function writeIdentity(stateFolder: string, identity: Identity): Promise<void> {
  await new DurableFile(pathOf(stateFolder)).write(JSON.stringify(identity));
}
