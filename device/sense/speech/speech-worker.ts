// The speech models in their worker thread: sound goes in without being copied, probabilities come out.
import { z } from 'zod';
import { PROVIDERS } from '../../../shared/manifest.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Random } from '../../runtime/random.ts';
import { InferenceWorker } from '../inference/inference-worker.ts';

export interface SpeechWorkerOptions {
  readonly manifestFolder: string;
  readonly artifactFolders: readonly string[];
  readonly providers: readonly (typeof PROVIDERS)[number][];
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every loss and of every restart that failed. */
  readonly onLost?: (error: unknown) => void;
  /** Another file for the thread; tests seed faults by it. */
  readonly entry?: URL;
}

export type SpeechModels = z.infer<typeof modelsSchema>;

/** What is built is JavaScript, what is tested is TypeScript. */
const ENTRY = new URL(`./speech-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export class SpeechWorker implements Service {
  readonly name = 'speech';
  readonly #worker: InferenceWorker;

  constructor({ manifestFolder, artifactFolders, providers, entry = ENTRY, ...options }: SpeechWorkerOptions) {
    const stage = { manifestFolder, artifactFolders, providers };
    this.#worker = new InferenceWorker({ ...options, name: this.name, entry, options: stage });
  }

  get restarts(): number {
    return this.#worker.restarts;
  }

  unhealthy(): string | null {
    return this.#worker.unhealthy();
  }

  /** What runs now. Only after `start`. */
  models(): SpeechModels {
    return modelsSchema.parse(this.#worker.description);
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#worker.start(signal);
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  /**
   * Probabilities 0..1 that somebody speaks, one for each chunk in `samples`, whose memory is gone afterwards. One call at
   * a time; `isAfterGap` when they do not follow on the last ones.
   * @throws RoomtoneError as `InferenceWorker.request`
   */
  async hear(samples: Float32Array<ArrayBuffer>, isAfterGap: boolean): Promise<readonly number[]> {
    return heardSchema.parse(await this.#worker.request({ samples, isAfterGap }, [samples.buffer])).probabilities;
  }
}

const heardSchema = z.strictObject({ probabilities: z.array(z.number()) });
const modelsSchema = z.strictObject({
  digest: z.string(),
  provider: z.enum(PROVIDERS),
  thresholds: z.strictObject({ speech: z.number(), silence: z.number() }),
});
