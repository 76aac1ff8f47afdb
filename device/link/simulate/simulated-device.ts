// One device of a simulated fleet: the real outbox, session and publisher of link, with windows that nobody sensed.
import { join } from 'node:path';
import type { Identity } from '../../../shared/identity.ts';
import { OUTBOX_AGE_MS } from '../../../shared/limits.ts';
import { aggregateTopic } from '../../../shared/topics.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Lifecycle } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { Broker } from '../mqtt/broker.ts';
import { Publisher } from '../mqtt/publisher.ts';
import { Session } from '../mqtt/session.ts';
import { SessionNumber } from '../mqtt/session-number.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { Spread } from '../spread.ts';

export interface SimulatedDeviceOptions {
  readonly identity: Identity;
  readonly folder: string;
  readonly brokerUrl: string;
  readonly spread: Spread;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export class SimulatedDevice {
  readonly identity: Identity;
  readonly #outbox: Outbox;
  readonly #lifecycle: Lifecycle;
  #seq = 0;

  constructor({ identity, folder, brokerUrl, spread, clock, random, log }: SimulatedDeviceOptions) {
    this.identity = identity;
    const stateFolder = join(folder, identity.device);
    this.#outbox = new Outbox({ folder: stateFolder, clock, log });
    const publisher = new Publisher({
      outbox: this.#outbox,
      topicOf: () => aggregateTopic(identity, 'mood'),
      expirySeconds: OUTBOX_AGE_MS / 1_000,
      offsetMs: () => 0,
      clock,
      log,
    });
    const session = new Session({
      broker: new Broker({ url: () => brokerUrl, identity }),
      numbers: new SessionNumber(stateFolder, log),
      serve: [(connection, _session, signal) => publisher.serve(connection, signal)],
      clock,
      random,
      log,
      spread: () => spread,
    });
    this.#lifecycle = new Lifecycle([this.#outbox, session]);
  }

  start(): Promise<void> {
    return this.#lifecycle.start(new AbortController().signal);
  }

  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }

  get waiting(): number {
    return this.#outbox.statistics().depth;
  }

  get dropped(): number {
    return Object.values(this.#outbox.statistics().dropped).reduce((sum, count) => sum + count, 0);
  }

  async release(): Promise<void> {
    const seq = this.#seq;
    this.#seq += 1;
    const payload = JSON.stringify(simulatedWindow(this.identity.device, seq));
    await this.#outbox.append([{ key: `1/${seq}`, label: 'mood', note: null, payload }]);
  }
}

/** Made up, and marked as such: its context is `demo`. */
function simulatedWindow(device: string, seq: number): WindowMessage {
  return windowSchema.parse({
    v: 1,
    device,
    boot: 1,
    seq,
    stream: 'mood',
    context: 'demo',
    window: { start: new Date(seq * 15_000).toISOString(), seconds: 15, complete: true, clock: 'unknown' },
    counts: { neutral: 4, happy: 2, unsure: 1 },
    suppressed: null,
    models: {},
    privacy: {
      profile: 'demo',
      k: 3,
      epsilonMilli: 2_000,
      mechanism: 'discrete-laplace',
      spentMilli: 0,
      capMilli: null,
    },
    quality: { coveragePercent: 100 },
  });
}
