// How long the event loop kept others waiting lately: the 99th percentile of the last minute or two. A reading changes
// nothing, so that any number of readers see the same.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;
const PERIOD_MS = 60_000;

export class LoopDelay {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Both count all the time; the one that is read began a period before the other. */
  #read = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #next = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #nextSinceMs = 0;

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  start(): void {
    this.#nextSinceMs = this.#clock.monotonicMs();
    this.#read.enable();
    this.#next.enable();
  }

  stop(): void {
    this.#read.disable();
    this.#next.disable();
  }

  /** Milliseconds beyond the timer's own resolution, to one decimal. */
  p99Ms(): number {
    this.#turn();
    const p99Ms = this.#read.percentile(99) / NANOSECONDS_PER_MS - RESOLUTION_MS;
    return Number.isFinite(p99Ms) ? Math.max(0, Math.round(p99Ms * 10) / 10) : 0;
  }

  #turn(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#nextSinceMs < PERIOD_MS) return;
    [this.#read, this.#next] = [this.#next, this.#read];
    this.#next.reset();
    this.#nextSinceMs = nowMs;
  }
}
