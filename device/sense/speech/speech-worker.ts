// The speech models in their worker thread: chunks of sound go in, probabilities come out, and the samples travel both
// ways without being copied.
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

export interface HeardChunk {
  /** 0..1 that somebody speaks. */
  readonly probability: number;
  /** The same samples, in the memory that came back. */
  readonly samples: Float32Array<ArrayBuffer>;
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
   * One chunk at a time; `isAfterGap` when it does not follow on the last one.
   * @throws RoomtoneError as `InferenceWorker.request`
   */
  async hear(samples: Float32Array<ArrayBuffer>, isAfterGap: boolean): Promise<HeardChunk> {
    const answer = heardSchema.parse(await this.#worker.request({ samples, isAfterGap }, [samples.buffer]));
    return { probability: answer.probability, samples: answer.samples as Float32Array<ArrayBuffer> };
  }
}

const heardSchema = z.strictObject({ probability: z.number(), samples: z.instanceof(Float32Array) });
const modelsSchema = z.strictObject({
  digest: z.string(),
  provider: z.enum(PROVIDERS),
  thresholds: z.strictObject({ speech: z.number(), silence: z.number() }),
});
