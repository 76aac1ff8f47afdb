// Security events on their way to the security logs of the site: each log that is turned on has an outbox of its own on
// the disk, and a courier. Nothing is kept for a log that is off.
import { join } from 'node:path';
import { RoomtoneError } from '../../../shared/errors.ts';
import type { Identity } from '../../../shared/identity.ts';
import type { IntegrationSettings } from '../../../shared/integration-settings.ts';
import { OUTBOX_AGE_MS } from '../../../shared/limits.ts';
import type { EventMessage } from '../../../shared/messages.ts';
import type { ConsoleEvent } from '../../../shared/security-events.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { CredentialFiles } from '../credential-files.ts';
import { type NewRecord, Outbox, type OutboxStatistics } from '../outbox/outbox.ts';
import { Courier } from './courier.ts';
import { fromConsole, fromLink, type SecurityEvent } from './security-event.ts';
import type { Sink } from './sink.ts';
import { SplunkSink } from './splunk-sink.ts';
import { SyslogSink } from './syslog-sink.ts';

/** A week of a log's absence. An event is some hundred bytes. */
const BOUNDS = { bytes: 4 * 1024 * 1024, ageMs: OUTBOX_AGE_MS, count: 5_000 };
const KEY_BYTES = 12;
/** The outbox allows keys of 64 signs; 128 bits of a hash tell any two lines apart. */
const KEY_LENGTH = 32;

export interface SiemOptions {
  readonly identity: Identity;
  /** Link's own folder of state. */
  readonly stateFolder: string;
  readonly settings: () => IntegrationSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Called when a person is needed. */
  readonly onTrouble: (reason: string) => void;
}

interface Lane {
  readonly sink: Sink;
  readonly outbox: Outbox;
  readonly courier: Courier;
}

export class Siem implements Service {
  readonly name = 'security logs';
  readonly #options: SiemOptions;
  readonly #lanes: readonly Lane[];

  constructor(options: SiemOptions) {
    this.#options = options;
    const { stateFolder, settings, clock } = options;
    this.#lanes = [
      new SyslogSink({ settings, clock, credentials: CredentialFiles.of('syslog', stateFolder) }),
      new SplunkSink({ settings, clock, credentials: CredentialFiles.of('splunk', stateFolder) }),
    ].map((sink) => this.#laneOf(sink));
  }

  async start(): Promise<void> {
    for (const { outbox, courier } of this.#lanes) {
      await outbox.start();
      await courier.start();
    }
  }

  async stop(): Promise<void> {
    for (const { outbox, courier } of this.#lanes) {
      await courier.stop();
      await outbox.stop();
    }
  }

  /** Settings or credentials have changed. */
  settingsChanged(): void {
    for (const { courier } of this.#lanes) courier.settingsChanged();
  }

  /** An event that link has raised. */
  async take(event: EventMessage): Promise<void> {
    const id = Buffer.from(this.#options.random.bytes(KEY_BYTES)).toString('hex');
    const made = fromLink(event, id, this.#circumstances());
    if (made !== null) await this.#keep([made]);
  }

  /**
   * Lines of the console's audit log. Those that were taken before are not taken twice.
   *
   * @throws RoomtoneError `EVENTS_NOT_KEPT` when the disk refuses: the console keeps them and asks again
   */
  async takeFromConsole(events: readonly ConsoleEvent[]): Promise<void> {
    const { identity } = this.#options;
    const kept = await this.#keep(events.map((event) => fromConsole(event, identity.device, this.#circumstances())));
    if (kept) return;
    throw new RoomtoneError('EVENTS_NOT_KEPT', 'the disk of this device refuses events', 'Free disk space.');
  }

  /** Of the logs that are turned on. */
  statistics(): Readonly<Partial<Record<Sink['name'], OutboxStatistics>>> {
    return Object.fromEntries(this.#on().map(({ sink, outbox }) => [sink.name, outbox.statistics()]));
  }

  #laneOf(sink: Sink): Lane {
    const { stateFolder, clock, random, log, onTrouble } = this.#options;
    const outbox = new Outbox({ folder: join(stateFolder, 'siem', sink.name), clock, log, bounds: BOUNDS });
    return { sink, outbox, courier: new Courier({ outbox, sink, clock, random, log, onTrouble }) };
  }

  #on(): readonly Lane[] {
    return this.#lanes.filter(({ sink }) => sink.isOn);
  }

  #circumstances() {
    return { site: this.#options.identity.site, clock: this.#options.clock.state() };
  }

  /** Whether each log that is on has all of them on the disk. */
  async #keep(events: readonly SecurityEvent[]): Promise<boolean> {
    const records = events.map(recordOf);
    const outcomes = await Promise.all(this.#on().map(({ outbox }) => outbox.append(records)));
    return outcomes.flat().every((outcome) => outcome === 'durable' || outcome === 'duplicate');
  }
}

const recordOf = (event: SecurityEvent): NewRecord => ({
  key: event.id.slice(0, KEY_LENGTH),
  label: event.program,
  note: null,
  payload: JSON.stringify(event),
});
