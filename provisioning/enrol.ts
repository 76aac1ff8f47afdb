// Enrolment gives a device its identity: a random name below a site. Done once for each state folder.
import { findIdentity, writeIdentity } from '../device/runtime/identity-file.ts';
import type { Random } from '../device/runtime/random.ts';
import type { Identity } from '../shared/identity.ts';

const DEFAULT_SITE = 'home';
const DEVICE_BYTES = 5;

/** The identity of `stateFolder`, made now where there is none. */
export async function enrol(stateFolder: string, random: Random): Promise<Identity> {
  const known = await findIdentity(stateFolder);
  if (known !== null) return known;
  const identity = {
    v: 1,
    site: DEFAULT_SITE,
    device: `rt-${Buffer.from(random.bytes(DEVICE_BYTES)).toString('hex')}`,
  } as const;
  await writeIdentity(stateFolder, identity);
  return identity;
}
