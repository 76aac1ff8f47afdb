// A clock that a test moves by hand. Sleepers wake in the order of their times.
import type { Clock } from '../../../device/runtime/clock.ts';
import type { ClockState } from '../../../shared/vocabulary.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export class HandClock implements Clock {
  trust: ClockState = 'synced';
  #monotonicMs = 0;
  #wallMs = Date.UTC(2026, 10, 2);
  #sleepers: Sleeper[] = [];

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  wallMs(): number {
    return this.#wallMs;
  }

  state(): ClockState {
    return this.trust;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
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
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Time passes. */
  advance(ms: number): void {
    this.#monotonicMs += ms;
    this.#wallMs += ms;
    const due = this.#sleepers.filter(({ atMs }) => atMs <= this.#monotonicMs).sort((a, b) => a.atMs - b.atMs);
    this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#monotonicMs);
    for (const { wake } of due) wake();
  }

  /** Somebody sets the wall clock: no time passes. */
  step(ms: number): void {
    this.#wallMs += ms;
  }
}
