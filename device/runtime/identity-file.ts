// The identity of this device on disk: made once at enrolment, read by every program.
import { join } from 'node:path';
import { RoomtoneError } from '../../shared/errors.ts';
import { type Identity, identitySchema } from '../../shared/identity.ts';
import { DurableFile } from './durable-file.ts';

const fileOf = (stateFolder: string) => new DurableFile(join(stateFolder, 'identity.json'));

/** @throws RoomtoneError `NOT_ENROLLED` where no identity was made yet */
export async function readIdentity(stateFolder: string): Promise<Identity> {
  const text = await fileOf(stateFolder).read();
  if (text !== null) return identitySchema.parse(JSON.parse(text));
  throw new RoomtoneError(
    'NOT_ENROLLED',
    `${stateFolder} holds no identity`,
    'Run `roomtone start`, which enrols the device.',
  );
}

export async function hasIdentity(stateFolder: string): Promise<boolean> {
  return (await fileOf(stateFolder).read()) !== null;
}

export async function writeIdentity(stateFolder: string, identity: Identity): Promise<void> {
  await fileOf(stateFolder).write(JSON.stringify(identity));
}
