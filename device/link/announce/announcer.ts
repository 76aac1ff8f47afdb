// The announcer says who this device is (birth, on each connect and when sense changes) and how it is (health).
import type { Identity } from '../../../shared/identity.ts';
import { HEALTH_PERIOD_MS } from '../../../shared/limits.ts';
import { type Birth, birthSchema, type Health, healthSchema } from '../../../shared/messages.ts';
import { birthTopic, healthTopic } from '../../../shared/topics.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import { Bell } from '../bell.ts';
import { type Connection, isTaken, type Publication } from '../mqtt/connection.ts';

/** Soon after a connect: long enough for sense to have answered once. */
const FIRST_HEALTH_MS = 1_000;
/** A health message that nobody took is worth nothing after the next two. */
const HEALTH_EXPIRY_SECONDS = (3 * HEALTH_PERIOD_MS) / 1_000;

/** Health without what the announcer adds. */
export type HealthReadings = Omit<Health, 'v' | 'device' | 'at'>;

export interface AnnouncerOptions {
  readonly identity: Identity;
  readonly readBirth: () => Omit<Birth, 'v' | 'device' | 'site' | 'session'>;
  readonly readHealth: () => Promise<HealthReadings>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly healthPeriodMs: () => number;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #birthBell = new Bell();

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** What birth says has changed. */
  birthChanged(): void {
    this.#birthBell.ring();
  }

  async serve(connection: Connection, session: number, signal: AbortSignal): Promise<void> {
    await Promise.all([this.#serveBirth(connection, session, signal), this.#serveHealth(connection, signal)]);
  }

  async #serveBirth(connection: Connection, session: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#publish(connection, this.#birth(session));
      await this.#birthBell.wait(this.#options.clock, HEALTH_PERIOD_MS * 60, signal);
    }
  }

  async #serveHealth(connection: Connection, signal: AbortSignal): Promise<void> {
    const { clock, healthPeriodMs } = this.#options;
    await clock.sleep(FIRST_HEALTH_MS, signal).catch(() => {});
    while (!signal.aborted) {
      await this.#publish(connection, await this.#health());
      await clock.sleep(healthPeriodMs(), signal).catch(() => {});
    }
  }

  #birth(session: number): Publication {
    const { identity, readBirth } = this.#options;
    const { site, device } = identity;
    const birth = birthSchema.parse({ v: 1, device, site, session, ...readBirth() });
    return { topic: birthTopic(identity), payload: JSON.stringify(birth), retain: true };
  }

  /** How this device is now. */
  async health(): Promise<Health> {
    const { identity, readHealth, clock } = this.#options;
    const at = new Date(clock.wallMs()).toISOString();
    return healthSchema.parse({ v: 1, device: identity.device, at, ...(await readHealth()) });
  }

  async #health(): Promise<Publication> {
    const { identity } = this.#options;
    const payload = JSON.stringify(await this.health());
    return { topic: healthTopic(identity), payload, retain: false, expirySeconds: HEALTH_EXPIRY_SECONDS };
  }

  /** These messages are said again soon: a lost one is no loss. */
  async #publish(connection: Connection, publication: Publication): Promise<void> {
    const reasonCode = await connection.publish(publication).catch(() => 0);
    if (isTaken(reasonCode)) return;
    this.#options.log.warn({ topic: publication.topic, reasonCode }, 'the broker refused an announcement');
  }
}
