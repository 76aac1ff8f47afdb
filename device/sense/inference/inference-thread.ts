// One worker thread with its gate: opened, asked, ended. Ending never waits for native code, which cannot be
// interrupted: a thread inside it is left alone and ends itself when the code returns.
import { type Transferable, Worker } from 'node:worker_threads';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import { forbidTelemetry } from './forbid-telemetry.ts';
import { closeGate, createGateMemory, type GateMemory } from './native-gate.ts';
import { type Down, fromPlain, type Up, upSchema } from './worker-messages.ts';

/** A stage needs a fraction of this; a leak ends in a restart and not in a starved device. */
const HEAP_MB = 96;
const YOUNG_HEAP_MB = 8;

interface Waiting {
  readonly serial: number;
  resolve(value: unknown): void;
  reject(error: RoomtoneError): void;
}

/** Serial of the wait for `ready`; requests count from 1. */
const OPENING = 0;

export class InferenceThread {
  /** Resolves when nothing of the thread is left. */
  readonly exited: Promise<void>;
  readonly #worker: Worker;
  readonly #gate: GateMemory = createGateMemory();
  readonly #onLost: (error: RoomtoneError) => void;
  #waiting: Waiting | undefined;
  #serial = OPENING;
  /** Told to end: that it does is no loss. */
  #isClosing = false;
  /** Given up: nothing is heard. */
  #isEnded = false;

  /**
   * Starts the thread. `options` must survive a structured clone; `onLost` is told, once, of a thread that ends or fails
   * without having been told to.
   */
  constructor(entry: URL, options: unknown, onLost: (error: RoomtoneError) => void) {
    this.#onLost = onLost;
    const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB };
    const workerData = { gate: this.#gate, options };
    forbidTelemetry();
    this.#worker = entry.pathname.endsWith('.ts')
      ? new Worker(fromSource(entry), { eval: true, execArgv: [], workerData, resourceLimits })
      : new Worker(entry, { workerData, resourceLimits });
    this.exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#listen();
  }

  /** Resolves with what the thread says of itself when it is ready. */
  open(): Promise<unknown> {
    return this.#wait(OPENING);
  }

  /** One at a time. `transfer` is gone from this side at once. */
  ask(value: unknown, transfer: readonly Transferable[]): Promise<unknown> {
    this.#serial += 1;
    const answer = this.#wait(this.#serial);
    this.#post({ kind: 'request', serial: this.#serial, value }, transfer);
    return answer;
  }

  /** Lets it finish its request and close; resolves to false when it has not within `graceMs`. */
  async close(graceMs: number): Promise<boolean> {
    this.#isClosing = true;
    this.#post({ kind: 'close' });
    const grace = new Promise<false>((resolve) => setTimeout(() => resolve(false), graceMs).unref());
    return Promise.race([this.exited.then(() => true as const), grace]);
  }

  /** Gives the thread up: nothing it still says is heard, and who waits for it gets `error`. */
  abandon(error: RoomtoneError): void {
    this.#isEnded = true;
    this.#reject(error);
    if (closeGate(this.#gate)) this.#worker.terminate().catch(() => {});
    else this.#worker.unref();
  }

  #listen(): void {
    this.#worker.on('message', (message: unknown) => {
      if (!this.#isEnded) this.#hear(upSchema.parse(message));
    });
    this.#worker.on('error', (error) => this.#lose(crashed(messageOf(error), error)));
    this.#worker.on('messageerror', (error) => this.#lose(crashed(messageOf(error), error)));
    this.#worker.on('exit', (code) => this.#lose(crashed(`the thread ended with code ${code}`)));
  }

  #hear(message: Up): void {
    if (message.kind === 'failed') {
      this.#lose(fromPlain(message.error));
      return;
    }
    const waiting = this.#waiting;
    if (waiting?.serial !== (message.kind === 'ready' ? OPENING : message.serial)) return;
    this.#waiting = undefined;
    if (message.kind === 'refused') waiting.reject(fromPlain(message.error));
    else waiting.resolve(message.kind === 'ready' ? message.description : message.value);
  }

  #lose(error: RoomtoneError): void {
    if (this.#isEnded) return;
    this.abandon(error);
    if (!this.#isClosing) this.#onLost(error);
  }

  #wait(serial: number): Promise<unknown> {
    if (this.#waiting !== undefined) throw new RangeError('an inference thread takes one request at a time');
    return new Promise((resolve, reject) => {
      this.#waiting = { serial, resolve, reject };
    });
  }

  #reject(error: RoomtoneError): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #post(message: Down, transfer: readonly Transferable[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
  }
}

/** In tests and benches the thread runs from source: it does not take over its owner's loader. */
const fromSource = (entry: URL) =>
  `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(entry.href)})))`;

const crashed = (reason: string, cause?: unknown) =>
  new RoomtoneError('INFERENCE_CRASHED', `inference crashed: ${reason}`, 'It restarts by itself; read the log.', {
    cause,
  });
