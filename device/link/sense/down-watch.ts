// Accounts for the windows in which sense was not there from their first instant to their last.
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { DOWN_BOOT, downRecord, downWindow, wholeWindows } from './down-windows.ts';

const PERIOD_MS = 2_000;
/** A window is over for sure: sense releases a little after its end, and clocks are slewed. */
const GRACE_MS = 10_000;
/** Windows accounted for at once; the rest follows with the next look. */
const WINDOWS_AT_ONCE = 50;
/** Newest records in which each stream's last window is looked for. */
const LOOK_BACK = 200;

export interface DownWatchOptions {
  readonly outbox: Outbox;
  readonly isSenseUp: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

export class DownWatch implements Service {
  readonly name = 'down watch';
  readonly #options: DownWatchOptions;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Wall clock since when sense is away and its windows are not accounted for; null while it is there. */
  #downFromMs: number | null = null;
  #last: readonly WindowMessage[] = [];

  constructor(options: DownWatchOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      await this.#look().catch((error: unknown) => log.error({ err: error }, 'missing windows were not accounted for'));
      await clock.sleep(PERIOD_MS, signal).catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const { isSenseUp, clock } = this.#options;
    if (isSenseUp() || clock.state() === 'unknown') {
      this.#downFromMs = null;
      return;
    }
    if (this.#downFromMs === null) {
      this.#downFromMs = clock.wallMs();
      this.#last = await this.#lastWindows();
    }
    await this.#account(this.#downFromMs);
  }

  async #account(fromMs: number): Promise<void> {
    const { outbox, clock } = this.#options;
    const seconds = this.#last[0]?.window.seconds;
    if (seconds === undefined) return;
    const starts = wholeWindows(fromMs, clock.wallMs() - GRACE_MS, seconds).slice(0, WINDOWS_AT_ONCE);
    const lastStartMs = starts.at(-1);
    if (lastStartMs === undefined) return;
    const windows = starts.flatMap((startMs) => this.#last.map((last) => downWindow(last, startMs, clock.state())));
    const outcomes = await outbox.append(windows.map(downRecord));
    if (outcomes.every((outcome) => outcome !== 'refused')) this.#downFromMs = lastStartMs + seconds * 1_000;
  }

  /** The newest window of each stream that sense released in its newest run. */
  async #lastWindows(): Promise<readonly WindowMessage[]> {
    const found = new Map<string, WindowMessage>();
    let seen = 0;
    for await (const { record } of this.#options.outbox.newestFirst()) {
      seen += 1;
      if (seen > LOOK_BACK) break;
      const window = windowSchema.safeParse(JSON.parse(record.payload)).data;
      if (window === undefined || window.boot === DOWN_BOOT || found.has(window.stream)) continue;
      const newest = [...found.values()][0];
      if (newest !== undefined && newest.boot !== window.boot) break;
      found.set(window.stream, window);
    }
    return [...found.values()];
  }
}
