// The watchdog gives systemd a sign of life, twice within the time it waits for one, and only while every service is
// healthy. An event loop that stands still gives none by itself; what else is stuck says so here, and systemd restarts us.
import type { Clock } from './clock.ts';
import type { Service } from './lifecycle.ts';
import type { Logger } from './log.ts';
import type { Notify } from './notify.ts';

export interface WatchdogOptions {
  readonly notify: Pick<Notify, 'say' | 'watchdogMs'>;
  readonly services: readonly Service[];
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

export class Watchdog {
  readonly #options: WatchdogOptions;
  /** Why no sign was given the last time. */
  #reason: string | null = null;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** Says that the program is ready, then gives signs of life until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { notify, clock } = this.#options;
    await notify.say('READY=1', 'STATUS=ready');
    const { watchdogMs } = notify;
    if (watchdogMs === null) return;
    while (!signal.aborted) {
      await this.#look();
      await clock.sleep(watchdogMs / 2, signal).catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const { notify, log } = this.#options;
    const before = this.#reason;
    this.#reason = reasonAgainst(this.#options.services);
    if (this.#reason === null) {
      if (before !== null) log.info('healthy again');
      await notify.say('WATCHDOG=1', ...(before === null ? [] : (['STATUS=ready'] as const)));
    } else if (this.#reason !== before) {
      log.error({ reason: this.#reason }, 'not healthy: systemd gets no sign of life');
      await notify.say(`STATUS=${this.#reason}`);
    }
  }
}

/** Of the first service that needs a restart of the program; null when none does. */
export function reasonAgainst(services: readonly Service[]): string | null {
  for (const service of services) {
    const reason = service.unhealthy?.() ?? null;
    if (reason !== null) return `${service.name}: ${reason}`;
  }
  return null;
}
