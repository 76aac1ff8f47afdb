// A courier brings the events of one outbox to one sink, in their order and at least once: an event leaves the outbox
// only when the sink has taken it, or has said that it never will. Between attempts it waits with full jitter.
import { type Backoff, backoffMs } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { Bell } from '../bell.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Pending } from '../outbox/pending-list.ts';
import { type SecurityEvent, securityEventSchema } from './security-event.ts';
import type { Outcome, Sink } from './sink.ts';

const BATCH = 100;
const IDLE_MS = 60_000;
const BACKOFF: Backoff = { minMs: 1_000, maxMs: 300_000 };
const PERSON_BACKOFF: Backoff = { minMs: 60_000, maxMs: 300_000 };

export interface CourierOptions {
  readonly outbox: Outbox;
  readonly sink: Sink;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Called when a person is needed, with what the sink said. */
  readonly onTrouble: (reason: string) => void;
}

interface Waiting {
  readonly pending: Pending;
  readonly event: SecurityEvent;
}

export class Courier implements Service {
  readonly name: string;
  readonly #options: CourierOptions;
  readonly #ending = new AbortController();
  readonly #arrivals = new Bell();
  readonly #changes = new Bell();
  #running: Promise<void> = Promise.resolve();
  #failures = 0;
  /** 1 after a batch was refused, until each of it has been tried alone. */
  #batchMax = BATCH;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.name = `${options.sink.name} courier`;
  }

  async start(): Promise<void> {
    this.#options.outbox.onChange(() => this.#arrivals.ring());
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** Settings or credentials have changed: no wait is worth finishing. */
  settingsChanged(): void {
    this.#changes.ring();
    this.#arrivals.ring();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { sink, clock } = this.#options;
    while (!signal.aborted) {
      const batch = sink.isOn ? await this.#nextBatch() : [];
      if (batch.length === 0) await this.#arrivals.wait(clock, IDLE_MS, signal);
      else await this.#deliver(batch, signal);
    }
  }

  /** The oldest events. One that cannot be read was counted by the outbox, or is counted here. */
  async #nextBatch(): Promise<readonly Waiting[]> {
    const { outbox } = this.#options;
    const batch: Waiting[] = [];
    let pending = outbox.next(0);
    while (pending !== undefined && batch.length < this.#batchMax) {
      const payload = await outbox.payloadOf(pending);
      const event = payload === null ? null : readEvent(payload);
      if (event !== null) batch.push({ pending, event });
      else if (payload !== null) outbox.refuse(pending.position, 'unreadable');
      pending = outbox.next(pending.position + 1);
    }
    return batch;
  }

  async #deliver(batch: readonly Waiting[], signal: AbortSignal): Promise<void> {
    for (const { pending } of batch) pending.inFlight = true;
    const events = batch.map(({ event }) => event);
    const outcome = await this.#options.sink.send(events, signal);
    for (const { pending } of batch) pending.inFlight = false;
    if (!signal.aborted) await this.#settle(batch, outcome, signal);
    else if (outcome.kind === 'taken') this.#taken(batch);
  }

  async #settle(batch: readonly Waiting[], outcome: Outcome, signal: AbortSignal): Promise<void> {
    switch (outcome.kind) {
      case 'taken':
        return this.#taken(batch);
      case 'refused':
        return this.#refused(batch, outcome.reason);
      case 'later':
        return this.#wait(outcome, signal);
      default:
        return outcome satisfies never;
    }
  }

  #taken(batch: readonly Waiting[]): void {
    const { outbox, sink, log } = this.#options;
    if (this.#failures > 0) log.info({ sink: sink.name }, 'security log reached');
    this.#failures = 0;
    for (const { pending } of batch) outbox.acknowledge(pending.position);
    this.#batchMax = Math.min(BATCH, this.#batchMax * 2);
  }

  /** One bad event must not hold up the others: they are tried one by one. */
  #refused(batch: readonly Waiting[], reason: string): void {
    const { outbox, sink, log } = this.#options;
    this.#batchMax = 1;
    const [only] = batch;
    if (batch.length > 1 || only === undefined) return;
    log.warn({ sink: sink.name, event: only.event.code, reason }, 'the security log never takes this event');
    outbox.refuse(only.pending.position, 'refused');
  }

  async #wait(outcome: Outcome & { readonly kind: 'later' }, signal: AbortSignal): Promise<void> {
    const { sink, clock, random, log, onTrouble } = this.#options;
    const { reason, person, afterMs } = outcome;
    const jitteredMs = backoffMs(person ? PERSON_BACKOFF : BACKOFF, this.#failures, random);
    const waitMs = Math.max(jitteredMs, afterMs ?? 0);
    this.#failures += 1;
    log.warn({ sink: sink.name, reason, waitMs }, 'security log lost or not reached');
    if (person) onTrouble(`${sink.name}: ${reason}`);
    await this.#changes.wait(clock, waitMs, signal);
  }
}

function readEvent(payload: string): SecurityEvent | null {
  try {
    return securityEventSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
