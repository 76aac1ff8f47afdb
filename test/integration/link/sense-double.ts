// Sense as link sees it: the contract of `sense/windows` on a real Unix socket, with windows that a test makes up.

import { createLog } from '../../../device/runtime/log.ts';
import { SocketServer } from '../../../device/runtime/socket-server.ts';
import { socketPaths } from '../../../device/runtime/sockets.ts';
import type { SenseBirth, SenseHealth } from '../../../shared/messages.ts';
import {
  acknowledgeRequestSchema,
  type ReleaseRecord,
  releasesQuerySchema,
  releasesResponseSchema,
} from '../../../shared/sense-api.ts';
import type { Stream, SuppressionReason } from '../../../shared/vocabulary.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';

export const SENSE_BIRTH: SenseBirth = {
  context: 'demo',
  profile: 'demo',
  k: 3,
  windowSeconds: 15,
  epsilonMilli: 4_000,
  gender: false,
  models: {},
  providers: {},
};

export const SENSE_HEALTH: SenseHealth = {
  sources: [{ kind: 'camera', state: 'running', cause: null, restarts: 0 }],
  fpsStep: 10,
  framesReceived: 100,
  inferenceRestarts: 0,
  releasesPending: 0,
  providers: {},
  rssMb: 100,
  loopDelayP99Ms: 1,
};

export interface WindowChoice {
  readonly device: string;
  readonly boot?: number;
  readonly seq: number;
  readonly stream?: Stream;
  readonly suppressed?: SuppressionReason;
}

/** A window that the contract accepts. */
export function makeWindow({ device, boot = 1, seq, stream = 'mood', suppressed }: WindowChoice): WindowMessage {
  return windowSchema.parse({
    v: 1,
    device,
    boot,
    seq,
    stream,
    context: 'demo',
    window: {
      start: new Date(Date.UTC(2026, 10, 2) + seq * 15_000).toISOString(),
      seconds: 15,
      complete: true,
      clock: 'synced',
    },
    counts: suppressed === undefined ? { neutral: 4, happy: seq % 7 } : null,
    suppressed: suppressed ?? null,
    models: {},
    privacy: {
      profile: 'demo',
      k: 3,
      epsilonMilli: 2_000,
      mechanism: 'discrete-laplace',
      spentMilli: 0,
      capMilli: null,
    },
    quality: { coveragePercent: 100 },
  });
}

export function makeRelease(choice: WindowChoice): ReleaseRecord {
  const window = makeWindow(choice);
  return { boot: window.boot, seq: window.seq, stream: window.stream, payload: JSON.stringify(window) };
}

export class SenseDouble {
  readonly #run: string;
  #server: SocketServer | undefined;
  #pending: ReleaseRecord[] = [];
  #waiting: (() => void)[] = [];
  birth: SenseBirth = SENSE_BIRTH;
  /** Keys in the order in which they were acknowledged, with repetitions. */
  readonly acknowledged: string[] = [];

  constructor(runFolder: string) {
    this.#run = runFolder;
  }

  get pending(): readonly ReleaseRecord[] {
    return this.#pending;
  }

  release(...records: readonly ReleaseRecord[]): void {
    this.#pending.push(...records);
    for (const wake of this.#waiting) wake();
    this.#waiting = [];
  }

  async start(): Promise<void> {
    const server = new SocketServer({
      name: 'sense double',
      socketPath: socketPaths(this.#run).windows,
      log: createLog('sense', 'silent'),
      routes: (app) => {
        app.get('/v1/birth', () => this.birth);
        app.get('/v1/health', () => SENSE_HEALTH);
        app.get('/v1/releases', async (request) => {
          const { limit, waitMs } = releasesQuerySchema.parse(request.query);
          if (this.#pending.length === 0 && waitMs > 0) await this.#untilReleased(waitMs);
          return releasesResponseSchema.parse({ releases: this.#pending.slice(0, limit) });
        });
        app.post('/v1/releases/acknowledge', (request) => this.#acknowledge(request.body));
      },
    });
    this.#server = server;
    await server.start();
  }

  async stop(): Promise<void> {
    for (const wake of this.#waiting) wake();
    await this.#server?.stop();
    this.#server = undefined;
  }

  #acknowledge(body: unknown): { acknowledged: number } {
    const { keys } = acknowledgeRequestSchema.parse(body);
    const taken = new Set(keys.map(({ boot, seq }) => `${boot}/${seq}`));
    this.acknowledged.push(...taken);
    const before = this.#pending.length;
    this.#pending = this.#pending.filter(({ boot, seq }) => !taken.has(`${boot}/${seq}`));
    return { acknowledged: before - this.#pending.length };
  }

  #untilReleased(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      timer.unref();
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
