// The clock watch asks again and again whether a time server has been heard: a device that boots without a network has
// a clock worth trusting minutes later, or hours.
import type { Clock } from './clock.ts';
import type { Service } from './lifecycle.ts';

const UNSYNCED_MS = 15_000;
/** A clock that was synced is lost slowly: a time server that is away for hours costs milliseconds. */
const SYNCED_MS = 600_000;

export interface ClockWatchOptions {
  readonly clock: Clock;
  /** Reads the trust in the wall clock anew. */
  readonly refresh: () => Promise<void>;
}

export class ClockWatch implements Service {
  readonly name = 'clock watch';
  readonly #options: ClockWatchOptions;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: ClockWatchOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#options.refresh();
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, refresh } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(clock.state() === 'synced' ? SYNCED_MS : UNSYNCED_MS, signal).catch(() => {});
      if (!signal.aborted) await refresh();
    }
  }
}
