// The session keeps this device connected to its broker, for ever: connect, say `online`, serve, lose, wait with full
// jitter, again. Invariant: `online` is published on every connect, and every connection leaves a last will behind that
// carries the same session number.
import { STOP_GRACE_MS } from '../../../shared/limits.ts';
import { backoffMs } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import { fraction, type Random } from '../../runtime/random.ts';
import type { Spread } from '../spread.ts';
import type { Broker } from './broker.ts';
import { ConnectFailed, type Connection, type Failure, failureOf, type Protocol } from './connection.ts';
import { backoffFor, describeFailure, meaningOf } from './reason.ts';
import type { SessionNumber } from './session-number.ts';

/** What happens while connected: it must end soon after `signal` aborts. */
export type ServeConnection = (connection: Connection, session: number, signal: AbortSignal) => Promise<void>;

export interface SessionOptions {
  readonly broker: Broker;
  readonly numbers: SessionNumber;
  readonly serve: readonly ServeConnection[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly spread: () => Spread;
  readonly onConnected?: () => void;
  readonly onFailure?: (failure: Failure) => void;
}

export interface SessionStatus {
  readonly connected: boolean;
  readonly protocol: Protocol;
  readonly reason: string | null;
  readonly reconnects: number;
}

/** Of the grace that a program has to stop. */
const FAREWELL_MS = STOP_GRACE_MS / 2;

export class Session implements Service {
  readonly name = 'session';
  readonly #options: SessionOptions;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #connected = false;
  #connects = 0;
  #reason: string | null = 'not tried yet';
  #failures = 0;
  #again = new AbortController();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Does not wait for the broker: a broker that is away is normal. */
  async start(): Promise<void> {
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  status(): SessionStatus {
    return {
      connected: this.#connected,
      protocol: this.#options.broker.protocol,
      reason: this.#reason,
      reconnects: Math.max(0, this.#connects - 1),
    };
  }

  /** Ends the connection, or the wait for the next one, and connects anew: the credentials have changed. */
  reconnect(): void {
    this.#again.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { random, spread, onFailure, log } = this.#options;
    await this.#sleep(fraction(random) * spread().startSpreadMs, signal);
    while (!signal.aborted) {
      const again = new AbortController();
      this.#again = again;
      const failure = await this.#connectAndServe(signal, again.signal).catch(failureOf);
      if (signal.aborted) return;
      if (again.signal.aborted) continue;
      this.#reason = describeFailure(failure);
      onFailure?.(failure);
      const waitMs = this.#waitMs(failure);
      log.warn({ reason: this.#reason, waitMs }, 'broker lost or not reached');
      await this.#sleep(waitMs, AbortSignal.any([signal, again.signal]));
    }
  }

  /** Returns why it ended. */
  async #connectAndServe(signal: AbortSignal, again: AbortSignal): Promise<Failure> {
    const { broker, numbers } = this.#options;
    const session = await numbers.next();
    try {
      const connection = await broker.connect(session, signal);
      return await this.#serve(connection, session, signal, again);
    } catch (error) {
      const failure = error instanceof ConnectFailed ? error.failure : failureOf(error);
      if (!failure.reached) numbers.unused(session);
      this.#failures += 1;
      return failure;
    }
  }

  async #serve(connection: Connection, session: number, signal: AbortSignal, again: AbortSignal): Promise<Failure> {
    const { broker, serve, log, onConnected } = this.#options;
    const over = new AbortController();
    const serving = AbortSignal.any([signal, again, over.signal]);
    this.#connects += 1;
    this.#connected = true;
    this.#reason = null;
    onConnected?.();
    log.info({ session, protocol: connection.protocol }, 'broker connected');
    const ended = connection.ended.then((failure) => {
      this.#connected = false;
      over.abort();
      return failure;
    });
    await connection.publish(broker.stateOf(session, true, 'connected')).catch(() => {});
    const tasks = serve.map((task) => task(connection, session, serving));
    const results = await Promise.allSettled(tasks);
    for (const result of results) if (result.status === 'rejected') log.error({ err: result.reason }, 'serving failed');
    if (signal.aborted) await this.#farewell(connection, session);
    // Losing what was once established starts the waits anew; refusing again and again does not.
    this.#failures = 0;
    connection.destroy();
    return ended;
  }

  async #farewell(connection: Connection, session: number): Promise<void> {
    const { broker, clock } = this.#options;
    const timeout = new AbortController();
    const said = connection
      .publish(broker.stateOf(session, false, 'stopped'))
      .then(() => connection.close())
      .catch(() => {});
    await Promise.race([said, clock.sleep(FAREWELL_MS, timeout.signal).catch(() => {})]);
    timeout.abort();
  }

  #waitMs(failure: Failure): number {
    const { random, spread } = this.#options;
    const backoff = backoffFor(meaningOf(failure));
    const waitMs = backoffMs(backoff, this.#failures, random);
    return this.#failures === 0 ? waitMs + fraction(random) * spread().lossSpreadMs : waitMs;
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(ms, signal).catch(() => {});
  }
}
