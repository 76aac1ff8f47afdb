// A supervised source keeps one capture child as the life of the source wants it: opened, watched, killed, opened
// again. It decides nothing itself (source-life.ts does) and runs as one loop, so that two children can't exist at once.
import type { SourceState } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import {
  CAUSES,
  type Cause,
  idleLife,
  isOpen,
  reduceSource,
  type SourceEvent,
  type SourceLife,
} from './source-life.ts';

/** Two looks a second: a stall of 4 s is noticed within 4.5 s. */
const TICK_MS = 500;
/** More than this on standard error between two ticks is a flood; a camera that grumbles at each frame says 3 kB/s. */
const FLOOD_BYTES = 64 * 1024;
/** Asking a few devices what they are, each for as long as a tool may take, is the slowest that a look can be. */
const UNWATCHED_MS = 120_000;

/** A capture child, or the socket of one that somebody else started. */
export interface SupervisedChild {
  /** Bytes of error output so far. */
  readonly stderrBytes: number;
  readonly pid: number | undefined;
  start(): void;
  kill(): Promise<void>;
}

export interface SupervisedSourceOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly startWithinMs: number;
  /**
   * Makes a child that is not started yet, or says why there can be none now. Its end is told to `fault`.
   * `attempt` counts openings since the source last ran for long.
   */
  readonly open: (attempt: number) => Promise<SupervisedChild | Cause>;
  readonly whenChanged: (life: SourceLife) => void;
}

export class SupervisedSource implements Service {
  readonly name: string;
  readonly #options: SupervisedSourceOptions;
  #life: SourceLife = idleLife;
  #child: SupervisedChild | undefined;
  #stderrBytes = 0;
  #lookedAtMs = 0;
  #ending = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: SupervisedSourceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get life(): SourceLife {
    return this.#life;
  }

  get childPid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ready at once: a source that is absent today is still a source. */
  async start(): Promise<void> {
    if (this.#life.state !== 'idle') return;
    this.#ending = new AbortController();
    this.#lookedAtMs = this.#nowMs();
    this.#handle({ kind: 'start', atMs: this.#nowMs() });
    this.#loop = this.#watch(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#loop;
    await this.#close();
    this.#handle({ kind: 'stop', atMs: this.#nowMs() });
  }

  /** A source that is gone is a state; one that nobody looks after any more is a reason to begin again. */
  unhealthy(): string | null {
    if (this.#life.state === 'idle' || this.#ending.signal.aborted) return null;
    return this.#nowMs() - this.#lookedAtMs < UNWATCHED_MS ? null : 'the supervision of its source stands still';
  }

  fresh(): void {
    this.#handle({ kind: 'fresh', atMs: this.#nowMs() });
  }

  stale(as: Cause): void {
    this.#handle({ kind: 'stale', atMs: this.#nowMs(), as });
  }

  fault(cause: Cause): void {
    this.#handle({ kind: 'fault', atMs: this.#nowMs(), cause });
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#lookedAtMs = this.#nowMs();
      this.#noticeFlood();
      this.#handle({ kind: 'tick', atMs: this.#nowMs() });
      if (!isOpen(this.#life)) await this.#close();
      else if (this.#child === undefined) await this.#open();
      await this.#options.clock.sleep(TICK_MS, signal).catch(() => {});
    }
  }

  async #open(): Promise<void> {
    const child = await this.#options.open(this.#life.failures);
    if (typeof child === 'string') return this.fault(child);
    this.#stderrBytes = 0;
    this.#child = child;
    child.start();
  }

  async #close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    await child?.kill();
  }

  #noticeFlood(): void {
    const stderrBytes = this.#child?.stderrBytes ?? 0;
    if (stderrBytes - this.#stderrBytes > FLOOD_BYTES) this.fault('flood');
    this.#stderrBytes = stderrBytes;
  }

  #handle(event: SourceEvent): void {
    const before = this.#life;
    this.#life = reduceSource(before, event, this.#options);
    if (this.#life.state === before.state && this.#life.cause === before.cause) return;
    this.#say(before.state);
    this.#options.whenChanged(this.#life);
  }

  #say(before: SourceState): void {
    const { state, cause, restarts } = this.#life;
    const fields = { source: this.name, before, state, cause: cause === null ? null : CAUSES[cause].text, restarts };
    if (state === 'stalled' || state === 'absent' || state === 'failed') this.#options.log.warn(fields, 'source');
    else this.#options.log.info(fields, 'source');
  }

  #nowMs = () => this.#options.clock.monotonicMs();
}
