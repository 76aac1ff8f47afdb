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

export interface PublisherOptions {
  readonly outbox: Outbox;
  readonly topicOf: (pending: Pending) => string;
  readonly expirySeconds: number;
  /** A live record is published this long after it arrived, so that a fleet does not burst at the end of a window. */
  readonly offsetMs: number;
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
    const taken = new Set<Pending>();
    const unsubscribe = outbox.onChange(() => bell.ring());
    const backlogEnd = outbox.end;
    let replayAtMs = clock.monotonicMs();
    let inFlight = 0;
    while (!signal.aborted) {
      const nowMs = clock.monotonicMs();
      const { pending, waitMs } = this.#choose(inFlight < connection.inFlightMax, backlogEnd, replayAtMs, nowMs);
      if (pending === undefined) {
        await bell.wait(clock, waitMs, signal);
        continue;
      }
      if (pending.position < backlogEnd) replayAtMs = Math.max(replayAtMs + REPLAY_EVERY_MS, nowMs);
      pending.inFlight = true;
      taken.add(pending);
      inFlight += 1;
      const release = (again: boolean) => {
        taken.delete(pending);
        if (again) pending.inFlight = false;
        bell.ring();
      };
      void this.#send(connection, pending, signal)
        .catch(() => true)
        .then((again) => {
          inFlight -= 1;
          release(again);
        });
    }
    unsubscribe();
    for (const pending of taken) pending.inFlight = false;
  }

  /** The record to send now, or how long to wait for one. */
  #choose(
    hasRoom: boolean,
    backlogEnd: number,
    replayAtMs: number,
    nowMs: number,
  ): { readonly pending?: Pending; readonly waitMs: number } {
    const { outbox, offsetMs } = this.#options;
    if (!hasRoom) return { waitMs: IDLE_MS };
    const live = outbox.next(backlogEnd);
    const liveInMs = live === undefined ? IDLE_MS : (live.arrivedMs ?? nowMs) + offsetMs - nowMs;
    if (live !== undefined && liveInMs <= 0) return { pending: live, waitMs: 0 };
    const oldest = outbox.next(0);
    const replay = oldest !== undefined && oldest.position < backlogEnd ? oldest : undefined;
    const replayInMs = replay === undefined ? IDLE_MS : replayAtMs - nowMs;
    if (replay !== undefined && replayInMs <= 0) return { pending: replay, waitMs: 0 };
    return { waitMs: Math.ceil(Math.min(IDLE_MS, liveInMs, replayInMs)) };
  }

  /** Whether the record must be sent again. */
  async #send(connection: Connection, pending: Pending, signal: AbortSignal): Promise<boolean> {
    const { outbox, topicOf, expirySeconds } = this.#options;
    const payload = await outbox.payloadOf(pending);
    if (payload === null) return false;
    const reasonCode = await connection.publish({ topic: topicOf(pending), payload, retain: false, expirySeconds });
    if (!isTaken(reasonCode)) return this.#refused(pending, reasonCode, signal);
    this.#refusals.delete(pending.position);
    if (outbox.acknowledge(pending.position)) this.#count(pending);
    return false;
  }

  /** The broker answered, and the answer is no: now, or for good. */
  async #refused(pending: Pending, reasonCode: number, signal: AbortSignal): Promise<boolean> {
    const { outbox, clock, log } = this.#options;
    const refusals = (this.#refusals.get(pending.position) ?? 0) + 1;
    const { give, afterMs } = refusalFor(reasonCode, refusals);
    log.warn({ reasonCode, label: pending.label, refusals, give }, 'the broker refused a window');
    if (give === 'up') {
      this.#refusals.delete(pending.position);
      outbox.refuse(pending.position, 'refused');
      return false;
    }
    this.#refusals.set(pending.position, refusals);
    await clock.sleep(afterMs, signal).catch(() => {});
    return true;
  }

  #count({ note }: Pending): void {
    if (note === null) this.#published += 1;
    else {
      this.#suppressed += 1;
      this.#lastReason = note;
    }
  }
}
