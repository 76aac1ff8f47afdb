// The broker as this device sees it: its address, the options of a connection with the last will, and which MQTT
// version it speaks. 5 is tried first; a broker that says it does not know it gets 3.1.1 until the program ends.
import type { IClientOptions } from 'mqtt';
import type { Identity } from '../../../shared/identity.ts';
import { MQTT_IN_FLIGHT, RECONNECT_MAX_MS } from '../../../shared/limits.ts';
import { type State, stateSchema } from '../../../shared/messages.ts';
import { stateTopic } from '../../../shared/topics.ts';
import { ConnectFailed, Connection, type Failure, NO_CONNACK, type Protocol, type Publication } from './connection.ts';
import { meaningOf } from './reason.ts';

const KEEP_ALIVE_SECONDS = 30;
const CONNECT_TIMEOUT_MS = 20_000;
/** Longer than the longest wait between attempts, so that commands sent meanwhile arrive. */
const SESSION_EXPIRY_SECONDS = 2 * (RECONNECT_MAX_MS / 1_000);
/** A blip is no outage: the will waits, and a reconnect within this discards it (MQTT 5, 3.1.3.2.2). */
const WILL_DELAY_SECONDS = 5;
const PACKET_BYTES_MAX = 64 * 1024;

export interface BrokerOptions {
  /** `mqtt:`, `mqtts:`, `ws:` or `wss:`; null while none is set. Read anew for each attempt. */
  readonly url: () => string | null;
  /** Default 30. Read anew for each attempt. */
  readonly keepAliveSeconds?: () => number;
  readonly identity: Identity;
  /** Certificates, user and password, read anew for each attempt, so that they can be exchanged without a restart. */
  readonly credentials?: () => Promise<IClientOptions>;
}

export class Broker {
  readonly #options: BrokerOptions;
  #protocol: Protocol = '5';
  /** The broker did not say why it closed: the next connect tries 5 again. */
  #isGuess = false;

  constructor(options: BrokerOptions) {
    this.#options = options;
  }

  get protocol(): Protocol {
    return this.#protocol;
  }

  /** Null while none is set. */
  get url(): string | null {
    return this.#options.url();
  }

  /** The address without user and password; empty while none is set. */
  get publicUrl(): string {
    const { url } = this;
    return url === null ? '' : withoutSecret(url);
  }

  /** Another broker may know another version. */
  forgetProtocol(): void {
    this.#protocol = '5';
  }

  /** @throws ConnectFailed */
  async connect(session: number, signal: AbortSignal): Promise<Connection> {
    if (this.#isGuess) this.#protocol = '5';
    try {
      return await this.#open(session, signal);
    } catch (error) {
      const doubt = this.#protocol === '5' && error instanceof ConnectFailed ? versionDoubt(error.failure) : 'none';
      if (doubt === 'none') throw error;
      this.#protocol = '3.1.1';
      this.#isGuess = doubt === 'silent';
      return this.#open(session, signal);
    }
  }

  stateOf(session: number, online: boolean, reason: State['reason']): Publication {
    const { identity } = this.#options;
    const state = stateSchema.parse({ v: 1, device: identity.device, online, session, reason });
    return { topic: stateTopic(identity), payload: JSON.stringify(state), retain: true };
  }

  async #open(session: number, signal: AbortSignal): Promise<Connection> {
    const { credentials } = this.#options;
    const { url } = this;
    if (url === null) throw new ConnectFailed(NOT_SET);
    const options = { ...(await credentials?.()), ...this.#connectOptions(session) };
    return Connection.open(url, options, this.#protocol, signal);
  }

  #connectOptions(session: number): IClientOptions {
    const { identity, keepAliveSeconds } = this.#options;
    const { topic, payload } = this.stateOf(session, false, 'lost');
    const will = { topic, payload: Buffer.from(payload), qos: 1, retain: true } as const;
    const base = {
      clientId: clientIdOf(identity),
      clean: false,
      keepalive: keepAliveSeconds?.() ?? KEEP_ALIVE_SECONDS,
      connectTimeout: CONNECT_TIMEOUT_MS,
    };
    if (this.#protocol === '3.1.1') return { ...base, will };
    return {
      ...base,
      will: { ...will, properties: { willDelayInterval: WILL_DELAY_SECONDS } },
      properties: {
        sessionExpiryInterval: SESSION_EXPIRY_SECONDS,
        receiveMaximum: MQTT_IN_FLIGHT,
        maximumPacketSize: PACKET_BYTES_MAX,
      },
    };
  }
}

/**
 * Whether MQTT 5 may be what the broker could not take: it said so, or it closed without a word, as RabbitMQ 3.10 does
 * against MQTT 3.1.1, 3.1.2.2.
 */
export function versionDoubt(failure: Failure): 'said' | 'silent' | 'none' {
  if (meaningOf(failure) === 'protocol') return 'said';
  return failure.code === NO_CONNACK ? 'silent' : 'none';
}

export const clientIdOf = ({ site, device }: Identity) => `roomtone-${site}-${device}`;

export function withoutSecret(brokerUrl: string): string {
  const { protocol, host, pathname } = new URL(brokerUrl);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

const NOT_SET: Failure = {
  message: 'set one at the console, or start with --broker',
  reasonCode: null,
  serverReference: null,
  reached: false,
  code: 'BROKER_NOT_SET',
};
