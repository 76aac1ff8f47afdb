// A bell wakes whoever waits for something to change. A ring before the wait is not missed.
import type { Clock } from '../runtime/clock.ts';

export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves at the next ring (at once if it rang since the last wait), after `timeoutMs`, or when `signal` aborts. */
  async wait(clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) await this.#untilRung(clock, timeoutMs, signal);
    this.#rung = false;
  }

  /** Listeners are taken off again: `signal` lives as long as a connection, which may be months. */
  async #untilRung(clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const wake = () => waiting.abort();
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await clock.sleep(timeoutMs, waiting.signal).catch(() => {});
    signal.removeEventListener('abort', wake);
    this.#wake = undefined;
  }
}
