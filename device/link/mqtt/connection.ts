// A connection is one MQTT connection from CONNACK to its end: it is never reused, and MQTT.js never reconnects it.
// Invariant: every publish is answered with the broker's reason code, or rejected because the connection ended.
import mqtt, { type IClientOptions, type IConnackPacket, type MqttClient } from 'mqtt';
import { messageOf } from '../../../shared/errors.ts';
import { MQTT_IN_FLIGHT } from '../../../shared/limits.ts';

export type Protocol = '5' | '3.1.1';

export interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  /** MQTT 5: the broker forgets it after this long if nobody took it. */
  readonly expirySeconds?: number;
}

/** A message that came to this device. */
export interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly retained: boolean;
}

/** What may arrive before anybody listens: a session that was kept sends it right behind its CONNACK. */
const EARLY_MAX = 50;

/** Why a connection did not come about, or ended. */
export interface Failure {
  readonly message: string;
  /** MQTT reason code (or 3.1.1 return code) where the broker gave one. */
  readonly reasonCode: number | null;
  /** The broker's name for another broker (MQTT 5, 4.11). */
  readonly serverReference: string | null;
  /** False when no CONNECT can have reached a broker, so that no last will was left there. */
  readonly reached: boolean;
  /** `code` of the system or TLS error underneath. */
  readonly code: string | null;
}

export class ConnectFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** MQTT 5, 2.4: the publication was taken (16: and nobody subscribes). */
export const isTaken = (reasonCode: number) => reasonCode === 0 || reasonCode === 16;

export class Connection {
  readonly protocol: Protocol;
  /** Unacknowledged publications that the broker and we allow. */
  readonly inFlightMax: number;
  /** Resolves, never rejects, when the connection is over. */
  readonly ended: Promise<Failure>;
  readonly #client: MqttClient;
  readonly #ear: Ear;

  private constructor(client: MqttClient, ear: Ear, connack: IConnackPacket, protocol: Protocol) {
    this.#client = client;
    this.#ear = ear;
    this.protocol = protocol;
    this.inFlightMax = Math.min(MQTT_IN_FLIGHT, connack.properties?.receiveMaximum ?? MQTT_IN_FLIGHT);
    this.ended = endOf(client);
  }

  /** @throws ConnectFailed */
  static async open(
    url: string,
    options: IClientOptions,
    protocol: Protocol,
    signal: AbortSignal,
  ): Promise<Connection> {
    const client = mqtt.connect(url, {
      ...options,
      protocolVersion: protocol === '5' ? 5 : 4,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
    });
    const ear = new Ear(client);
    try {
      const connack = await untilConnected(client, signal);
      return new Connection(client, ear, connack, protocol);
    } catch (error) {
      // An error without a listener would end the program.
      client.on('error', () => {});
      client.end(true);
      throw error;
    }
  }

  /** The broker's reason code; rejects when the connection ends first. */
  async publish({ topic, payload, retain, expirySeconds }: Publication): Promise<number> {
    const properties =
      this.protocol === '5' && expirySeconds !== undefined
        ? { properties: { messageExpiryInterval: expirySeconds } }
        : {};
    const answered = new Promise<number>((resolve, reject) => {
      this.#client.publish(topic, payload, { qos: 1, retain, ...properties }, (error) => {
        if (!error) return resolve(0);
        const code = reasonCodeOf(error);
        if (code === null) reject(error);
        else resolve(code);
      });
    });
    const lost = this.ended.then((failure) => Promise.reject(new Error(failure.message)));
    return Promise.race([answered, lost]);
  }

  /** `listener` gets every message of this connection, also those that came before this call. */
  hear(listener: (heard: Heard) => void): void {
    this.#ear.hear(listener);
  }

  /** `listener` gets the messages of one topic, and {@link hear} the others. Those that came before are kept for it. */
  hearTopic(topic: string, listener: (heard: Heard) => void): void {
    this.#ear.hearTopic(topic, listener);
  }

  async subscribe(filters: readonly string[]): Promise<void> {
    const lost = this.ended.then((failure) => Promise.reject(new Error(failure.message)));
    await Promise.race([this.#client.subscribeAsync([...filters], { qos: 1 }), lost]);
  }

  /** DISCONNECT with reason 0: the broker discards the last will. */
  async close(): Promise<void> {
    this.#client.end(false);
    await this.ended;
  }

  destroy(): void {
    this.#client.end(true);
  }
}

/** Hears from the first packet on. */
class Ear {
  #early: Heard[] = [];
  readonly #byTopic = new Map<string, (heard: Heard) => void>();
  #listener: ((heard: Heard) => void) | undefined;

  constructor(client: MqttClient) {
    client.on('message', (topic, payload, { retain }) => {
      const heard = { topic, text: payload.toString('utf8'), retained: retain };
      const listener = this.#byTopic.get(topic) ?? this.#listener;
      if (listener !== undefined) listener(heard);
      else if (this.#early.length < EARLY_MAX) this.#early.push(heard);
    });
  }

  hear(listener: (heard: Heard) => void): void {
    this.#listener = listener;
    for (const heard of this.#early.splice(0)) listener(heard);
  }

  hearTopic(topic: string, listener: (heard: Heard) => void): void {
    this.#byTopic.set(topic, listener);
    const early = this.#early.filter((heard) => heard.topic === topic);
    this.#early = this.#early.filter((heard) => heard.topic !== topic);
    for (const heard of early) listener(heard);
  }
}

function untilConnected(client: MqttClient, signal: AbortSignal): Promise<IConnackPacket> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', abort);
      reject(new ConnectFailed(failureOf(error)));
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    client.once('error', fail);
    client.once('close', () => fail(unanswered()));
    client.once('connect', (connack) => {
      signal.removeEventListener('abort', abort);
      resolve(connack);
    });
  });
}

/** `code` of a broker that closes after our CONNECT without a word. */
export const NO_CONNACK = 'NO_CONNACK';
const unanswered = () => Object.assign(new Error('the broker closed the connection'), { code: NO_CONNACK });

function endOf(client: MqttClient): Promise<Failure> {
  return new Promise((resolve) => {
    let said: Failure | undefined;
    client.on('error', (error) => {
      said ??= failureOf(error);
      client.end(true);
    });
    client.on('disconnect', (packet) => {
      const reasonCode = packet.reasonCode ?? 0;
      const serverReference = packet.properties?.serverReference ?? null;
      said ??= {
        message: `the broker ended it (${reasonCode})`,
        reasonCode,
        serverReference,
        reached: true,
        code: null,
      };
    });
    client.on('close', () => {
      client.end(true);
      resolve(said ?? failureOf(new Error('the connection was lost')));
    });
  });
}

export function failureOf(error: unknown): Failure {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return {
    message: messageOf(error),
    reasonCode: reasonCodeOf(error),
    serverReference: null,
    reached: syscall !== 'connect' && syscall !== 'getaddrinfo',
    code: typeof code === 'string' ? code : null,
  };
}

/** MQTT.js puts it on the error, or, for one of several subscriptions, among the codes of the SUBACK (MQTT 5, 3.9.3). */
function reasonCodeOf(error: unknown): number | null {
  const { code, packet } = (error ?? {}) as {
    readonly code?: unknown;
    readonly packet?: { readonly granted?: unknown };
  };
  if (typeof code === 'number') return code;
  const granted: readonly unknown[] = Array.isArray(packet?.granted) ? packet.granted : [];
  return (granted.find((granting) => typeof granting === 'number' && granting >= 128) as number | undefined) ?? null;
}
