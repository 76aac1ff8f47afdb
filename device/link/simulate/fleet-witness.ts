// The witness at the broker sees a whole fleet: which windows arrived, how often, and when each device said `online`.
import mqtt, { type MqttClient } from 'mqtt';
import { stateSchema } from '../../../shared/messages.ts';
import { FLEET_FILTER } from '../../../shared/topics.ts';
import { windowKey, windowSchema } from '../../../shared/window.ts';

export class FleetWitness {
  readonly #client: MqttClient;
  readonly #arrivals = new Map<string, number>();
  #listening = false;
  #onlineMs = new Map<string, number>();

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('error', () => {});
    client.on('message', (topic, payload, { retain }) => this.#see(topic, payload.toString('utf8'), retain));
  }

  static async open(url: string): Promise<FleetWitness> {
    const client = mqtt.connect(url, { protocolVersion: 5, reconnectPeriod: 100 });
    const witness = new FleetWitness(client);
    client.on('close', () => {
      witness.#listening = false;
    });
    await new Promise<void>((resolve, reject) => {
      client.on('connect', () => {
        client.subscribe(FLEET_FILTER, { qos: 1 }, (error) => {
          if (error) return reject(error);
          witness.#listening = true;
          resolve();
        });
      });
    });
    return witness;
  }

  /** Whether it is subscribed, again after a restart of the broker. */
  get listening(): boolean {
    return this.#listening;
  }

  /** Different windows that arrived. */
  get windows(): number {
    return this.#arrivals.size;
  }

  /** Arrivals beyond the first of each key: what consumers discard. */
  get duplicates(): number {
    return [...this.#arrivals.values()].reduce((sum, count) => sum + count - 1, 0);
  }

  /** Monotonic times at which devices said `online` since the last `forgetOnline`, ascending. */
  get onlineMs(): readonly number[] {
    return [...this.#onlineMs.values()].toSorted((a, b) => a - b);
  }

  forgetOnline(): void {
    this.#onlineMs = new Map();
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #see(topic: string, text: string, retained: boolean): void {
    if (topic.includes('/agg/')) {
      const key = windowKey(windowSchema.parse(JSON.parse(text)));
      this.#arrivals.set(key, (this.#arrivals.get(key) ?? 0) + 1);
    } else if (topic.endsWith('/state') && !retained) {
      const { device, online } = stateSchema.parse(JSON.parse(text));
      if (online && !this.#onlineMs.has(device)) this.#onlineMs.set(device, performance.now());
    }
  }
}
