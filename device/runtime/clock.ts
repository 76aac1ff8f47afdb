// Time: monotonic for durations, the wall clock only through this port, which also says how far it can be trusted.
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClockState } from '../../shared/vocabulary.ts';

export interface Clock {
  /** Milliseconds that only grow; their zero means nothing. */
  monotonicMs(): number;
  /** UTC milliseconds since 1970. */
  wallMs(): number;
  state(): ClockState;
  /** Resolves after `ms`, or rejects when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Nothing older than this can be now: the date of the release, as a floor for a device without a battery clock. */
export const WALL_FLOOR_MS = Date.UTC(2026, 10, 1);

export class SystemClock implements Clock {
  #synced = false;

  monotonicMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  state(): ClockState {
    if (this.#synced) return 'synced';
    return Date.now() >= WALL_FLOOR_MS ? 'floor' : 'unknown';
  }

  /** Asks systemd whether a time server has been heard; leaves the state as it is where there is no systemd. */
  refresh(): Promise<void> {
    return new Promise((resolve) => {
      execFile('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: 2_000 }, (error, stdout) => {
        if (error === null) this.#synced = stdout.trim() === 'yes';
        resolve();
      });
    });
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  }
}
