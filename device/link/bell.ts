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

  async #untilRung(clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    this.#wake = () => waiting.abort();
    await clock.sleep(timeoutMs, AbortSignal.any([signal, waiting.signal])).catch(() => {});
    this.#wake = undefined;
  }
}
