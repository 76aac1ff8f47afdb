// Reads the health of this device, for the broker, and the status of link, for its local API. Nothing of people.
import type { LinkStatus } from '../../../shared/link-api.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { LoopDelay } from '../../runtime/loop-delay.ts';
import type { CredentialsWatch } from '../mqtt/credentials-watch.ts';
import type { Publisher } from '../mqtt/publisher.ts';
import type { SessionStatus } from '../mqtt/session.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { SenseWatch } from '../sense/sense-watch.ts';
import type { HealthReadings } from './announcer.ts';
import { readDiskFreeMb, readTemperatures } from './vitals.ts';

const MB = 1024 * 1024;

export interface HealthReaderOptions {
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly watch: SenseWatch;
  readonly credentialsWatch: CredentialsWatch;
  readonly isConfigurationDegraded: () => boolean;
  readonly commandsRefused: () => number;
  readonly clock: Clock;
  readonly loopDelay: LoopDelay;
  /** Whose file system's free space is told. */
  readonly stateFolder: string;
}

export class HealthReader implements Service {
  readonly name = 'health';
  readonly #options: HealthReaderOptions;
  #startedMs = 0;

  constructor(options: HealthReaderOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#startedMs = this.#options.clock.monotonicMs();
    this.#options.loopDelay.start();
  }

  async stop(): Promise<void> {
    this.#options.loopDelay.stop();
  }

  async read({ reconnects, protocol }: SessionStatus): Promise<HealthReadings> {
    const { outbox, publisher, watch, credentialsWatch, clock, loopDelay, stateFolder } = this.#options;
    const { isConfigurationDegraded, commandsRefused } = this.#options;
    const { depth, bytes, oldestSeconds, dropped, degraded } = outbox.statistics();
    const { published, suppressed } = publisher.counts;
    return {
      uptimeSeconds: Math.round((clock.monotonicMs() - this.#startedMs) / 1_000),
      clock: clock.state(),
      sense: watch.health,
      link: {
        outboxDepth: depth,
        outboxBytes: bytes,
        outboxOldestSeconds: oldestSeconds,
        outboxDegraded: degraded !== null,
        configurationDegraded: isConfigurationDegraded(),
        certificateDays: credentialsWatch.certificateDays,
        dropped: { ...dropped },
        published: published + suppressed,
        commandsRefused: commandsRefused(),
        reconnects,
        protocol,
        rssMb: Math.round(process.memoryUsage.rss() / MB),
        loopDelayP99Ms: loopDelay.p99Ms(),
      },
      temperaturesC: await readTemperatures(),
      diskFreeMb: await readDiskFreeMb(stateFolder),
    };
  }

  status({ connected, protocol, reason }: SessionStatus, url: string): LinkStatus {
    const { outbox, publisher, watch } = this.#options;
    const { depth, bytes, oldestSeconds, dropped } = outbox.statistics();
    return {
      broker: { url, connected, protocol, reason },
      outbox: { depth, bytes, oldestSeconds, dropped: { ...dropped } },
      windows: { ...publisher.counts },
      sense: watch.health,
    };
  }
}
