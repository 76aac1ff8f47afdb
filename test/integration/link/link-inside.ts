// Link inside the test, on a clock that the test moves: weeks in seconds, with a real socket to sense and a real broker.

import { buildLink } from '../../../device/link/link.ts';
import type { SystemClock } from '../../../device/runtime/clock.ts';
import { Lifecycle, type Service } from '../../../device/runtime/lifecycle.ts';
import { createLog } from '../../../device/runtime/log.ts';
import { LogRing } from '../../../device/runtime/log-ring.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { SocketClient } from '../../../device/runtime/socket-client.ts';
import { socketPaths } from '../../../device/runtime/sockets.ts';
import { type LinkStatus, linkStatusSchema } from '../../../shared/link-api.ts';
import type { HandClock } from './hand-clock.ts';
import { IDENTITY } from './link-child.ts';

export interface LinkInsideOptions {
  readonly state: string;
  readonly run: string;
  readonly broker: string | null;
  readonly clock: HandClock | SystemClock;
}

export class LinkInside {
  readonly #options: LinkInsideOptions;
  #lifecycle: Lifecycle | undefined;

  constructor(options: LinkInsideOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { state, run, broker, clock } = this.#options;
    const services: readonly Service[] = buildLink({
      options: { state, run, broker, logLevel: 'silent', publicationOffsetMs: 0 },
      identity: IDENTITY,
      hardware: { model: 'test', arch: 'x64', cores: 2, memoryMb: 1_000 },
      software: { roomtone: '0.0.0', node: process.versions.node },
      clock,
      random: new CryptoRandom(),
      log: createLog('link', 'silent'),
      logRing: new LogRing(),
      restart: () => {},
    });
    this.#lifecycle = new Lifecycle(services);
    await this.#lifecycle.start(new AbortController().signal);
  }

  /** Time goes on while it stops, since stopping waits for answers. */
  async stop(): Promise<void> {
    const stopped = this.#lifecycle?.stop();
    const { clock } = this.#options;
    const timer = setInterval(() => 'advance' in clock && clock.advance(100), 5);
    await stopped;
    clearInterval(timer);
  }

  async status(): Promise<LinkStatus> {
    const client = new SocketClient(socketPaths(this.#options.run).link);
    try {
      return await client.request({ method: 'GET', path: '/v1/status', response: linkStatusSchema });
    } finally {
      await client.close();
    }
  }
}
