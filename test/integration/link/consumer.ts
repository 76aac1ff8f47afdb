// A consumer at the broker: everything below one filter, in the order of arrival.

import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

export interface Message {
  readonly topic: string;
  readonly text: string;
  readonly retain: boolean;
  readonly atMs: number;
}

export class Consumer {
  readonly messages: Message[] = [];
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload, packet) => {
      this.messages.push({ topic, text: payload.toString(), retain: packet.retain, atMs: performance.now() });
    });
    client.on('error', () => {});
  }

  /** It reconnects by itself, within 100 ms, and then sees what is retained. */
  static async open(url: string, filter: string, options: IClientOptions = {}): Promise<Consumer> {
    const client = mqtt.connect(url, { protocolVersion: 5, reconnectPeriod: 100, ...options });
    const consumer = new Consumer(client);
    await new Promise<void>((resolve, reject) => {
      client.on('connect', () => client.subscribe(filter, { qos: 1 }, (error) => (error ? reject(error) : resolve())));
    });
    return consumer;
  }

  /** Parsed messages whose topic ends in `tail`. */
  of(tail: string): readonly Record<string, unknown>[] {
    return this.messages
      .filter(({ topic }) => topic.endsWith(tail))
      .map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  }

  get windowCount(): number {
    return this.messages.filter(({ topic }) => topic.includes('/agg/')).length;
  }

  get windows(): readonly Record<string, unknown>[] {
    return this.messages
      .filter(({ topic }) => topic.includes('/agg/'))
      .map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  }

  /** Publishes as this client. */
  async publish(topic: string, payload: string, retain = false): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1, retain });
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** Asks every `pollMs` until `isTrue`, or fails after `timeoutMs` with what `describe` says. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  describe: () => string = () => 'a condition that did not come true',
  timeoutMs = 15_000,
  pollMs = 20,
): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`timed out: ${describe()}`);
    await delay(pollMs);
  }
}
