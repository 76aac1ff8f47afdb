// Times one piece of work after the other and tells when one has not ended within its limit: what waits behind it waits
// for ever, and only a restart helps.
import type { Clock } from './clock.ts';

export class StuckWatch {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #limitMs: number;
  /** Null while nothing is going on. */
  #sinceMs: number | null = null;

  constructor(clock: Pick<Clock, 'monotonicMs'>, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  async time<T>(work: () => Promise<T>): Promise<T> {
    this.#sinceMs = this.#clock.monotonicMs();
    try {
      return await work();
    } finally {
      this.#sinceMs = null;
    }
  }

  /** For `Service.unhealthy`. */
  reason(what: string): string | null {
    const tookMs = this.#sinceMs === null ? 0 : this.#clock.monotonicMs() - this.#sinceMs;
    return tookMs < this.#limitMs ? null : `${what} has not ended for ${Math.round(tookMs / 1_000)} s`;
  }
}
