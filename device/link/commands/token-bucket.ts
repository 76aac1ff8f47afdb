// A token bucket lets `burst` through at once and then one every `everyMs`.
import type { Clock } from '../../runtime/clock.ts';

export class TokenBucket {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #everyMs: number;
  #tokens: number;
  #atMs: number | undefined;

  constructor(clock: Clock, burst: number, everyMs: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#everyMs = everyMs;
    this.#tokens = burst;
  }

  /** Whether one more may pass now. */
  take(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const gained = (nowMs - (this.#atMs ?? nowMs)) / this.#everyMs;
    this.#atMs = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
