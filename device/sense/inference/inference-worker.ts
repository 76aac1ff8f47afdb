// Inference under watch: one worker thread, one request in flight. A thread that does not answer in time, or dies, is
// given up and replaced; its request fails, and whatever it may still say is never heard.
import type { Transferable } from 'node:worker_threads';
import { RoomtoneError } from '../../../shared/errors.ts';
import { INFERENCE_STUCK_MS } from '../../../shared/limits.ts';
import { backoffMs } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Random } from '../../runtime/random.ts';
import { InferenceThread } from './inference-thread.ts';

export interface InferenceWorkerOptions {
  readonly name: string;
  /** File of the thread, which calls `serveRequests`. */
  readonly entry: URL;
  /** For the thread; must survive a structured clone. */
  readonly options: unknown;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every loss and of every restart that failed. */
  readonly onLost?: (error: unknown) => void;
}

/** Loading models from a slow card. */
const START_MS = 60_000;
/** Below the grace in which a whole program must stop. */
const CLOSE_MS = 1_000;
const RESTART = { minMs: 100, maxMs: 30_000 } as const;
/** Threads that hang in native code keep their memory: with so many no other is started until one has ended. */
const HANGING_MAX = 2;
/** Restarts take seconds; after this they have been tried in vain, as when all threads that may be hang. */
const HOPELESS_MS = 60_000;

export class InferenceWorker implements Service {
  readonly name: string;
  readonly #options: InferenceWorkerOptions;
  readonly #stopping = new AbortController();
  /** All that have not ended, the one in use among them. */
  readonly #threads = new Set<InferenceThread>();
  #thread: InferenceThread | undefined;
  #description: unknown;
  #restarts = 0;
  /** Monotonic ms; null while a thread is in use. */
  #lostAtMs: number | null = null;

  constructor(options: InferenceWorkerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** How often inference was lost. */
  get restarts(): number {
    return this.#restarts;
  }

  /** As `Service` has it: restarts of its own have been in vain. */
  unhealthy(): string | null {
    if (this.#lostAtMs === null || this.#stopping.signal.aborted) return null;
    const lostMs = this.#options.clock.monotonicMs() - this.#lostAtMs;
    return lostMs < HOPELESS_MS ? null : `${this.name} has not come back for ${Math.round(lostMs / 1_000)} s`;
  }

  /** What the thread said of itself when it was last ready. */
  get description(): unknown {
    return this.#description;
  }

  /** @throws RoomtoneError what the stage says when it cannot open its models, `INFERENCE_STUCK`, `INFERENCE_CRASHED` */
  async start(signal: AbortSignal): Promise<void> {
    const stop = () => this.#abandonAll();
    signal.addEventListener('abort', stop, { once: true });
    await this.#launch();
    signal.removeEventListener('abort', stop);
  }

  /** Lets a request in flight finish for a moment; its caller gets `INFERENCE_STOPPED` otherwise. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close(CLOSE_MS);
    this.#abandonAll();
  }

  /**
   * The thread's answer to `value`. Memory in `transfer` leaves this side, and comes back in an answer only.
   * @throws RoomtoneError `INFERENCE_STUCK`, `INFERENCE_CRASHED`, `INFERENCE_STOPPED`, `INFERENCE_UNAVAILABLE`
   * (restarting; nothing was transferred), or what the stage refused the request with
   */
  async request(value: unknown, transfer: readonly Transferable[]): Promise<unknown> {
    const thread = this.#thread;
    if (thread === undefined) throw unavailable(this.name);
    return this.#within(INFERENCE_STUCK_MS, thread, thread.ask(value, transfer));
  }

  async #launch(): Promise<void> {
    const { entry, options } = this.#options;
    const thread: InferenceThread = new InferenceThread(entry, options, (error) => this.#replace(thread, error));
    this.#threads.add(thread);
    thread.exited.then(() => this.#threads.delete(thread));
    this.#description = await this.#within(START_MS, thread, thread.open());
    this.#thread = thread;
    this.#lostAtMs = null;
  }

  /** `answer`, or the end of `thread` when it takes longer than `limitMs`. */
  async #within(limitMs: number, thread: InferenceThread, answer: Promise<unknown>): Promise<unknown> {
    const settled = new AbortController();
    this.#options.clock.sleep(limitMs, settled.signal).then(
      () => {
        const error = stuck(this.name, limitMs);
        thread.abandon(error);
        this.#replace(thread, error);
      },
      () => {},
    );
    try {
      return await answer;
    } finally {
      settled.abort();
    }
  }

  /** A thread that never became the one in use is the business of who launched it. */
  #replace(thread: InferenceThread, error: RoomtoneError): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#lostAtMs = this.#options.clock.monotonicMs();
    this.#restarts += 1;
    this.#options.onLost?.(error);
    void this.#relaunch();
  }

  async #relaunch(): Promise<void> {
    const { clock, random, onLost } = this.#options;
    for (let failures = 0; this.#thread === undefined; failures += 1) {
      await clock.sleep(backoffMs(RESTART, failures, random), this.#stopping.signal).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      if (this.#threads.size >= HANGING_MAX) continue;
      await this.#launch().catch((error: unknown) => onLost?.(error));
    }
  }

  #abandonAll(): void {
    for (const thread of this.#threads) thread.abandon(stopped(this.name));
  }
}

const stuck = (name: string, limitMs: number) =>
  new RoomtoneError('INFERENCE_STUCK', `${name} gave no answer for ${limitMs / 1_000} s`, 'It restarts by itself.');

const unavailable = (name: string) =>
  new RoomtoneError('INFERENCE_UNAVAILABLE', `${name} is restarting`, 'Wait; if it persists, restart the program.');

const stopped = (name: string) => new RoomtoneError('INFERENCE_STOPPED', `${name} has stopped`, 'Start it again.');
