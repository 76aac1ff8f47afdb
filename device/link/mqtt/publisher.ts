// The publisher brings the outbox to the broker: live windows when they are due, the backlog between them at a measured
// pace. Invariant: at most `inFlightMax` publications are unacknowledged, and a record leaves the outbox only when the
// broker has taken it, or has said for good that it never will.
import { REPLAY_PER_SECOND } from '../../../shared/limits.ts';
import type { SuppressionReason } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import { Bell } from '../bell.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Pending } from '../outbox/pending-list.ts';
import { type Connection, isTaken } from './connection.ts';
import { refusalFor } from './refusal.ts';

const REPLAY_EVERY_MS = 1_000 / REPLAY_PER_SECOND;
const IDLE_MS = 60_000;
/** At a stop, the answers to what is in flight are awaited this long: each one saves a duplicate. */
const LANDING_MS = 400;

/** Of one connection: what arrived before it is backlog, sent at a measured pace. */
interface Pace {
  readonly backlogEnd: number;
  replayAtMs: number;
}

const toTimer = (ms: number) => Math.ceil(Math.max(0, Math.min(IDLE_MS, ms)));

export interface PublisherOptions {
  readonly outbox: Outbox;
  readonly topicOf: (pending: Pending) => string;
  readonly expirySeconds: number;
  /** A live record is published this long after it arrived, so that a fleet does not burst at the end of a window. */
  readonly offsetMs: () => number;
  readonly onRefused?: (topic: string, reasonCode: number) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface PublisherCounts {
  /** With counts. */
  readonly published: number;
  readonly suppressed: number;
  readonly lastReason: SuppressionReason | null;
}

export class Publisher {
  readonly #options: PublisherOptions;
  #published = 0;
  #suppressed = 0;
  #lastReason: string | null = null;
  readonly #refusals = new Map<number, number>();

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Acknowledged by the broker since the start. */
  get counts(): PublisherCounts {
    const lastReason = this.#lastReason as SuppressionReason | null;
    return { published: this.#published, suppressed: this.#suppressed, lastReason };
  }

  /** Publishes until `signal` aborts; what was on its way then waits again. */
  async serve(connection: Connection, signal: AbortSignal): Promise<void> {
    const { outbox, clock } = this.#options;
    const bell = new Bell();
    const unsubscribe = outbox.onChange(() => bell.ring());
    const pace: Pace = { backlogEnd: outbox.end, replayAtMs: clock.monotonicMs() };
    const deliveries = new Set<Promise<void>>();
    let inFlight = 0;
    const land = () => {
      inFlight -= 1;
      bell.ring();
    };
    while (!signal.aborted) {
      const choice = inFlight < connection.inFlightMax ? this.#choose(pace) : { waitMs: IDLE_MS };
      if (choice.pending === undefined) {
        await bell.wait(clock, choice.waitMs, signal);
        continue;
      }
      // Read one after the other, so that windows are sent in their order.
      const payload = await outbox.payloadOf(choice.pending);
      if (payload === null) continue;
      inFlight += 1;
      const delivery = this.#deliver(connection, choice.pending, payload, land, signal).finally(() => {
        deliveries.delete(delivery);
        bell.ring();
      });
      deliveries.add(delivery);
    }
    unsubscribe();
    await Promise.race([Promise.all(deliveries), clock.sleep(LANDING_MS)]);
  }

  /** The record to send now, or how long to wait for one. Live windows go first; the backlog goes at its pace. */
  #choose(pace: Pace): { readonly pending?: Pending; readonly waitMs: number } {
    const { outbox, offsetMs, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const live = outbox.next(pace.backlogEnd);
    const liveInMs = live === undefined ? IDLE_MS : (live.arrivedMs ?? nowMs) + offsetMs() - nowMs;
    if (live !== undefined && liveInMs <= 0) return { pending: live, waitMs: 0 };
    const oldest = outbox.next(0);
    if (oldest === undefined || oldest.position >= pace.backlogEnd) return { waitMs: toTimer(liveInMs) };
    const replayInMs = pace.replayAtMs - nowMs;
    if (replayInMs > 0) return { waitMs: toTimer(Math.min(liveInMs, replayInMs)) };
    pace.replayAtMs = nowMs + REPLAY_EVERY_MS;
    return { pending: oldest, waitMs: 0 };
  }

  /** Sends one record; `land` is called once the broker has answered or is gone, which ends its being in flight. */
  async #deliver(
    connection: Connection,
    pending: Pending,
    payload: string,
    land: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { topicOf, expirySeconds } = this.#options;
    pending.inFlight = true;
    const reasonCode = await connection
      .publish({ topic: topicOf(pending), payload, retain: false, expirySeconds })
      .catch(() => null)
      .finally(land);
    if (reasonCode !== null && isTaken(reasonCode)) this.#taken(pending);
    else if (reasonCode !== null) await this.#refused(pending, reasonCode, signal);
    pending.inFlight = false;
  }

  #taken(pending: Pending): void {
    this.#refusals.delete(pending.position);
    if (this.#options.outbox.acknowledge(pending.position)) this.#count(pending);
  }

  /** The broker answered, and the answer is no: now, or for good. */
  async #refused(pending: Pending, reasonCode: number, signal: AbortSignal): Promise<void> {
    const { outbox, clock, log, topicOf, onRefused } = this.#options;
    onRefused?.(topicOf(pending), reasonCode);
    const refusals = (this.#refusals.get(pending.position) ?? 0) + 1;
    const { give, afterMs } = refusalFor(reasonCode, refusals);
    log.warn({ reasonCode, label: pending.label, refusals, give }, 'the broker refused a window');
    if (give === 'up') {
      this.#refusals.delete(pending.position);
      outbox.refuse(pending.position, 'refused');
      return;
    }
    this.#refusals.set(pending.position, refusals);
    await clock.sleep(afterMs, signal).catch(() => {});
  }

  #count({ note }: Pending): void {
    if (note === null) this.#published += 1;
    else {
      this.#suppressed += 1;
      this.#lastReason = note;
    }
  }
}
