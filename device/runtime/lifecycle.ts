// A service is a thing with a life: started once, stopped once. A lifecycle starts services in order and stops them in
// reverse, also after a failed start, so that nothing is left half alive.

export interface Service {
  readonly name: string;
  /** Resolves when the service is ready. `signal` aborts a start that takes too long or is no longer wanted. */
  start(signal: AbortSignal): Promise<void>;
  /** Idempotent; resolves when nothing of the service is left. */
  stop(): Promise<void>;
  /**
   * Why only a restart of the program would help, for its log; null while the service works. What a restart does not
   * mend (a camera that is gone, a full disk) is a state and no reason.
   */
  unhealthy?(): string | null;
}

export class Lifecycle {
  readonly #services: readonly Service[];
  readonly #onStopError: (name: string, error: unknown) => void;
  #started: Service[] = [];
  #stopping: Promise<void> | undefined;

  constructor(services: readonly Service[], onStopError: (name: string, error: unknown) => void = () => {}) {
    this.#services = services;
    this.#onStopError = onStopError;
  }

  async start(signal: AbortSignal): Promise<void> {
    try {
      for (const service of this.#services) {
        signal.throwIfAborted();
        this.#started.push(service);
        await service.start(signal);
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops what was started, last first; one that fails to stop does not keep the others alive. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const service of this.#started.reverse()) {
      await service.stop().catch((error: unknown) => this.#onStopError(service.name, error));
    }
    this.#started = [];
  }
}
