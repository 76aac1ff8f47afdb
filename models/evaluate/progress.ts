// Progress on a terminal: one line that is written again; elsewhere a line for each tenth.
import type { Clock } from '../../device/runtime/clock.ts';

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 100;

export class Progress {
  readonly #output: ProgressOutput;
  readonly #clock: Clock;
  readonly #title: string;
  readonly #total: number;
  readonly #startedMs: number;
  #shownMs = Number.NEGATIVE_INFINITY;
  #tenth = 0;

  constructor(output: ProgressOutput, clock: Clock, title: string, total: number) {
    this.#output = output;
    this.#clock = clock;
    this.#title = title;
    this.#total = total;
    this.#startedMs = clock.monotonicMs();
  }

  show(done: number): void {
    if (this.#output.isTTY === true) this.#redraw(done);
    else this.#writeTenth(done);
  }

  #redraw(done: number): void {
    const nowMs = this.#clock.monotonicMs();
    const isLast = done >= this.#total;
    if (!isLast && nowMs - this.#shownMs < REDRAW_MS) return;
    this.#shownMs = nowMs;
    this.#output.write(`\r\u001b[K${this.#lineAt(done, nowMs)}${isLast ? '\n' : ''}`);
  }

  #writeTenth(done: number): void {
    const tenth = Math.floor((done / this.#total) * 10);
    if (tenth <= this.#tenth) return;
    this.#tenth = tenth;
    this.#output.write(`${this.#lineAt(done, this.#clock.monotonicMs())}\n`);
  }

  #lineAt(done: number, nowMs: number): string {
    const seconds = Math.max(0.001, (nowMs - this.#startedMs) / 1_000);
    const rate = done / seconds;
    const rest = Math.ceil((this.#total - done) / Math.max(rate, 0.001));
    const percent = Math.floor((done / this.#total) * 100);
    const ending = done >= this.#total ? `${Math.round(seconds)} s` : `${rest} s left`;
    return `${this.#title}: ${done} of ${this.#total} (${percent} %), ${rate.toFixed(0)} a second, ${ending}`;
  }
}
