// MQTT topics under `roomtone/v1/<site>/<device>/`. No room names and no people in topics.
import type { Stream } from './vocabulary.ts';

export const TOPIC_ROOT = 'roomtone/v1';

/** Who publishes. Both are topic levels, so they hold no `/`, `+`, `#` (MQTT 5, 4.7.1). */
export interface Address {
  readonly site: string;
  readonly device: string;
}

const below = (address: Address, tail: string) => `${TOPIC_ROOT}/${address.site}/${address.device}/${tail}`;

export const birthTopic = (address: Address) => below(address, 'birth');
export const stateTopic = (address: Address) => below(address, 'state');
export const healthTopic = (address: Address) => below(address, 'health');
export const aggregateTopic = (address: Address, stream: Stream) => below(address, `agg/${stream}`);
export const eventTopic = (address: Address, code: string) => below(address, `event/${code}`);
export const commandTopic = (address: Address, name: string, part: 'req' | 'res') =>
  below(address, `cmd/${name}/${part}`);
/** Every command to one device. */
export const commandFilter = (address: Address) => below(address, 'cmd/+/req');
/** The configuration that somebody wants, and the one that holds. */
export const configTopic = (address: Address, part: 'desired' | 'reported') => below(address, `config/${part}`);
/** Everything of one device, for a subscriber. */
export const deviceFilter = (address: Address) => below(address, '#');
/** Every device of every site. */
export const FLEET_FILTER = `${TOPIC_ROOT}/+/+/#`;
