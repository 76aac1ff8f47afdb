// Accounts for the time in which nobody here could: the device was off, or link and sense died together. The first
// window of a new run of sense shows the gap before it, and each slot of that gap gets a countless `down` record.
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { Logger } from '../../runtime/log.ts';
import type { NewRecord, Outbox } from '../outbox/outbox.ts';
import { DOWN_BOOT, downRecord, downWindow, wholeWindows } from './down-windows.ts';

/** Of one gap and stream; ten days of a quarter of an hour each. The older ones are counted as lost. */
const WINDOWS_MAX = 1_000;
/** Appended at once. */
const BATCH = 50;
/** Newest records in which a stream's last window is looked for. */
const LOOK_BACK = 5_000;

export interface GapFillerOptions {
  readonly outbox: Outbox;
  readonly log: Logger;
}

export class GapFiller {
  readonly #options: GapFillerOptions;
  /** Run of sense whose first window of a stream was seen, by stream. */
  readonly #boots = new Map<string, number>();

  constructor(options: GapFillerOptions) {
    this.#options = options;
  }

  /** To be called before `windows` are appended: killed in between, the same records are made again. */
  async fill(windows: readonly WindowMessage[]): Promise<void> {
    for (const window of windows) {
      if ((this.#boots.get(window.stream) ?? DOWN_BOOT) >= window.boot) continue;
      const gap = await this.#gapBefore(window);
      if (gap.length > 0) await this.#append(window.stream, gap);
      this.#boots.set(window.stream, window.boot);
    }
  }

  /** The `down` windows that are missing before the first `window` of a run of sense. */
  async #gapBefore(window: WindowMessage): Promise<readonly WindowMessage[]> {
    const { last, accounted } = await this.#newestOf(window.stream);
    if (last === null || last.boot >= window.boot) return [];
    // Between clocks that nobody has set, a gap has no length.
    if (last.window.clock !== 'synced' || window.window.clock !== 'synced') return [];
    const { seconds } = last.window;
    const fromMs = Date.parse(last.window.start) + seconds * 1_000;
    const starts = wholeWindows(fromMs, Date.parse(window.window.start), seconds);
    return starts.filter((startMs) => !accounted.has(startMs)).map((startMs) => downWindow(last, startMs, 'synced'));
  }

  async #append(stream: string, gap: readonly WindowMessage[]): Promise<void> {
    const { outbox, log } = this.#options;
    const filled = gap.slice(-WINDOWS_MAX);
    if (gap.length > filled.length) outbox.countLost(`${stream}.down`, gap.length - filled.length);
    log.warn({ stream, windows: gap.length, filled: filled.length }, 'windows in which this device was off');
    for (let from = 0; from < filled.length; from += BATCH) {
      const records: readonly NewRecord[] = filled.slice(from, from + BATCH).map(downRecord);
      await outbox.append(records);
    }
  }

  /** The newest window of `stream` that sense released, and the starts of the `down` windows after it. */
  async #newestOf(stream: string): Promise<{ last: WindowMessage | null; accounted: ReadonlySet<number> }> {
    const accounted = new Set<number>();
    let seen = 0;
    for await (const { record } of this.#options.outbox.newestFirst()) {
      seen += 1;
      if (seen > LOOK_BACK) break;
      if (record.label !== stream) continue;
      const window = windowSchema.safeParse(JSON.parse(record.payload)).data;
      if (window === undefined) continue;
      if (window.boot !== DOWN_BOOT) return { last: window, accounted };
      accounted.add(Date.parse(window.window.start));
    }
    return { last: null, accounted };
  }
}
