// Time that moves only when a test says so. Sleepers wake in the order of their deadlines.
import type { Clock } from '../../../device/runtime/clock.ts';
import type { ClockState } from '../../../shared/vocabulary.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  #monotonicMs = 1_000_000;
  #offsetMs: number;
  #sleepers: Sleeper[] = [];
  trust: ClockState = 'synced';

  /** `wallMs`: UTC milliseconds at the beginning. */
  constructor(wallMs: number) {
    this.#offsetMs = wallMs - this.#monotonicMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  wallMs(): number {
    return this.#monotonicMs + this.#offsetMs;
  }

  state(): ClockState {
    return this.trust;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper = { atMs: this.#monotonicMs + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Sets the wall clock without any time passing. */
  stepWall(ms: number): void {
    this.#offsetMs += ms;
  }

  /** Lets time pass without waking anyone: what a suspended program sees. */
  pass(ms: number): void {
    this.#monotonicMs += ms;
  }

  /** Lets `ms` pass and wakes everyone whose time has come, one after the other. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#monotonicMs + ms;
    while (true) {
      const next = this.#sleepers.filter((sleeper) => sleeper.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      this.#monotonicMs = Math.max(this.#monotonicMs, next.atMs);
      next.wake();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
    this.#monotonicMs = untilMs;
  }
}
