// What a broker test aims at: the saved settings, with what was proposed in their place.
import type { IClientOptions } from 'mqtt';
import type { BrokerTestRequest } from '../../../shared/broker-test.ts';
import type { Identity } from '../../../shared/identity.ts';
import type { Clock } from '../../runtime/clock.ts';

export interface Target {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  readonly credentials: IClientOptions;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly stageTimeoutMs: number;
}

const PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883, 'ws:': 80, 'wss:': 443 };

export function targetOf(
  url: string,
  request: BrokerTestRequest,
  saved: IClientOptions,
  identity: Identity,
  clock: Clock,
): Target {
  const { protocol, hostname, port } = new URL(url);
  return {
    url,
    // An IPv6 address stands in brackets in a URL, and nowhere else.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (PORTS[protocol] ?? 0) : Number(port),
    isSecure: protocol === 'mqtts:' || protocol === 'wss:',
    credentials: proposed(request, saved),
    identity,
    clock,
    stageTimeoutMs: request.stageTimeoutMs,
  };
}

const NAMES = { user: 'username', password: 'password', ca: 'ca', certificate: 'cert', key: 'key' } as const;

/** Absent: as saved; null: none. */
function proposed(request: BrokerTestRequest, saved: IClientOptions): IClientOptions {
  const options: Record<string, unknown> = { ...saved, rejectUnauthorized: true };
  for (const [ours, theirs] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const value = request[ours];
    if (value === null) delete options[theirs];
    else if (value !== undefined) options[theirs] = value;
  }
  return options as IClientOptions;
}
