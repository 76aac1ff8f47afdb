// The watch asks sense every few seconds what it is and how it is. Null means that sense does not answer.
import { SOCKET_TIMEOUT_MS } from '../../../shared/limits.ts';
import type { SenseBirth, SenseHealth } from '../../../shared/messages.ts';
import { birthResponseSchema, healthResponseSchema } from '../../../shared/sense-api.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import { SocketClient } from '../../runtime/socket-client.ts';

const PERIOD_MS = 2_000;

export interface SenseWatchOptions {
  readonly socketPath: string;
  readonly clock: Clock;
  /** Called when what sense says of itself has changed, also to and from null. */
  readonly onBirthChange: () => void;
}

export class SenseWatch implements Service {
  readonly name = 'sense watch';
  readonly #options: SenseWatchOptions;
  readonly #client: SocketClient;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #birth: SenseBirth | null = null;
  #health: SenseHealth | null = null;

  constructor(options: SenseWatchOptions) {
    this.#options = options;
    this.#client = new SocketClient(options.socketPath);
  }

  get birth(): SenseBirth | null {
    return this.#birth;
  }

  get health(): SenseHealth | null {
    return this.#health;
  }

  async start(): Promise<void> {
    await this.#look();
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#client.close();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#options.clock.sleep(PERIOD_MS, signal).catch(() => {});
      if (!signal.aborted) await this.#look();
    }
  }

  async #look(): Promise<void> {
    const before = JSON.stringify(this.#birth);
    const ask = { method: 'GET', timeoutMs: SOCKET_TIMEOUT_MS } as const;
    try {
      this.#health = await this.#client.request({ ...ask, path: '/v1/health', response: healthResponseSchema });
      this.#birth = await this.#client.request({ ...ask, path: '/v1/birth', response: birthResponseSchema });
    } catch {
      this.#health = null;
      this.#birth = null;
    }
    if (JSON.stringify(this.#birth) !== before) this.#options.onBirthChange();
  }
}
