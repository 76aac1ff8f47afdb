// What one device may do at the broker, as a section of mosquitto's ACL file. The user is the common name of the
// device's certificate, `<site>.<device>`, so that no device can speak in another's name.
import type { Identity } from '../../shared/identity.ts';
import { TOPIC_ROOT } from '../../shared/topics.ts';

const WRITES = ['birth', 'state', 'health', 'agg/+', 'event/+', 'update', 'cmd/+/res', 'config/reported'] as const;
const READS = ['cmd/+/req', 'config/desired'] as const;

/** Common name of a device's certificate, which `use_identity_as_username` makes its user name. */
export const certificateName = ({ site, device }: Pick<Identity, 'site' | 'device'>) => `${site}.${device}`;

/** Lines for mosquitto.conf(5) `acl_file`; a section without a right is a refusal. */
export function deviceAcl(identity: Pick<Identity, 'site' | 'device'>): string {
  const root = `${TOPIC_ROOT}/${identity.site}/${identity.device}`;
  return [
    `user ${certificateName(identity)}`,
    ...WRITES.map((tail) => `topic write ${root}/${tail}`),
    `topic write homeassistant/device/${identity.device}/config`,
    ...READS.map((tail) => `topic read ${root}/${tail}`),
    'topic read homeassistant/status',
    '',
  ].join('\n');
}

/** A fleet manager: reads everything, writes commands and desired configuration. */
export function fleetAcl(user: string): string {
  return [
    `user ${user}`,
    `topic read ${TOPIC_ROOT}/#`,
    `topic write ${TOPIC_ROOT}/+/+/cmd/+/req`,
    `topic write ${TOPIC_ROOT}/+/+/config/desired`,
    '',
  ].join('\n');
}
