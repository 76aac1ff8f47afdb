// Announces this device to Home Assistant while that is turned on, and takes it back, once, when it is turned off: also
// when that happened while there was no broker, or before a restart. Invariant: a device that never announced itself
// never touches Home Assistant's topics.
import { join } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import type { Identity } from '../../../shared/identity.ts';
import type { Clock } from '../../runtime/clock.ts';
import { DurableFile } from '../../runtime/durable-file.ts';
import type { Logger } from '../../runtime/log.ts';
import { fraction, type Random } from '../../runtime/random.ts';
import { Bell } from '../bell.ts';
import { type Connection, isTaken } from '../mqtt/connection.ts';
import { type Described, discoveryMessage, discoveryTopic } from './discovery-message.ts';

/** Home Assistant's birth message ("MQTT", section "Birth and last will messages"). */
const STATUS_TOPIC = 'homeassistant/status';
const ONLINE = 'online';
/** A house full of devices must not answer a restart of Home Assistant all at once. */
const RESEND_SPREAD_MS = 10_000;
/** What is described may change without anybody ringing, such as the sensors of temperature. */
const LOOK_AGAIN_MS = 60_000;
const ANNOUNCED = 'announced';
const WITHDRAWN = 'withdrawn';

export interface HomeAssistantOptions {
  readonly identity: Identity;
  readonly isOn: () => boolean;
  /** Null until sense has said what it is. */
  readonly describe: () => Promise<Described | null>;
  /** Link's own folder of state. */
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** What one connection has done. */
interface Said {
  payload: string | null;
  isSubscribed: boolean;
  isAskedAgain: boolean;
}

export class HomeAssistant {
  readonly #options: HomeAssistantOptions;
  readonly #file: DurableFile;
  readonly #bell = new Bell();

  constructor(options: HomeAssistantOptions) {
    this.#options = options;
    this.#file = new DurableFile(join(options.stateFolder, 'home-assistant'));
  }

  /** The settings, or what is described, have changed. */
  changed(): void {
    this.#bell.ring();
  }

  async serve(connection: Connection, signal: AbortSignal): Promise<void> {
    const { clock, log, isOn } = this.#options;
    const said: Said = { payload: null, isSubscribed: false, isAskedAgain: false };
    connection.hearTopic(STATUS_TOPIC, ({ text }) => {
      said.isAskedAgain ||= text === ONLINE;
      this.#bell.ring();
    });
    while (!signal.aborted) {
      try {
        if (isOn()) await this.#announce(connection, said, signal);
        else await this.#withdraw(connection, said);
      } catch (error) {
        if (!signal.aborted) log.warn({ reason: messageOf(error) }, 'Home Assistant was not told');
      }
      await this.#bell.wait(clock, LOOK_AGAIN_MS, signal);
    }
  }

  async #announce(connection: Connection, said: Said, signal: AbortSignal): Promise<void> {
    const { clock, random, describe } = this.#options;
    if (!said.isSubscribed) await connection.subscribe([STATUS_TOPIC]);
    said.isSubscribed = true;
    if (said.isAskedAgain) await clock.sleep(fraction(random) * RESEND_SPREAD_MS, signal);
    const described = await describe();
    const payload = described === null ? null : JSON.stringify(discoveryMessage(described));
    if (payload === null || (payload === said.payload && !said.isAskedAgain)) return;
    said.isAskedAgain = false;
    await this.#remember(ANNOUNCED);
    if (await this.#publish(connection, payload)) said.payload = payload;
  }

  /** Removes the device by an empty retained message. */
  async #withdraw(connection: Connection, said: Said): Promise<void> {
    said.payload = null;
    said.isAskedAgain = false;
    if ((await this.#file.read().catch(() => null)) !== ANNOUNCED) return;
    if (await this.#publish(connection, '')) await this.#remember(WITHDRAWN);
  }

  async #publish(connection: Connection, payload: string): Promise<boolean> {
    const { identity, log } = this.#options;
    const reasonCode = await connection.publish({ topic: discoveryTopic(identity), payload, retain: true });
    if (isTaken(reasonCode)) return true;
    log.warn({ reasonCode }, 'the broker does not let this device speak to Home Assistant');
    return false;
  }

  /** On the disk before the broker has it, so that it is taken back after any restart. A disk that refuses keeps nothing back. */
  async #remember(state: typeof ANNOUNCED | typeof WITHDRAWN): Promise<void> {
    const before = await this.#file.read().catch(() => null);
    if (before === state) return;
    await this.#file.write(state).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'it is not kept whether Home Assistant knows this device');
    });
  }
}
