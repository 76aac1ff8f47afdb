// A rate meter tells how many things a second really came, over the last two seconds.
import type { Clock } from '../../runtime/clock.ts';

const SPAN_MS = 2_000;
const KEPT = 128;

export class RateMeter {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #timesMs: number[] = [];

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  count(): void {
    this.#timesMs.push(this.#clock.monotonicMs());
    if (this.#timesMs.length > KEPT) this.#timesMs.shift();
  }

  /** To one decimal. */
  perSecond(): number {
    const fromMs = this.#clock.monotonicMs() - SPAN_MS;
    while ((this.#timesMs[0] ?? Number.POSITIVE_INFINITY) < fromMs) this.#timesMs.shift();
    return Math.round((this.#timesMs.length * 10_000) / SPAN_MS) / 10;
  }
}
