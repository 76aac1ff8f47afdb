// The speech models in their worker thread: sound goes in without being copied, probabilities come out.
import { z } from 'zod';
import { PROVIDERS } from '../../../shared/manifest.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Random } from '../../runtime/random.ts';
import { InferenceWorker } from '../inference/inference-worker.ts';

export interface SpeechWorkerOptions {
  readonly manifestFolder: string;
  readonly artifactFolders: readonly string[];
  readonly providers: readonly (typeof PROVIDERS)[number][];
  /** Whether utterances may be read at all; then they are where a model is installed. */
  readonly withEmotion: boolean;
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

  constructor(options: SpeechWorkerOptions) {
    const { manifestFolder, artifactFolders, providers, withEmotion, entry = ENTRY, ...rest } = options;
    const stage = { manifestFolder, artifactFolders, providers, withEmotion };
    this.#worker = new InferenceWorker({ ...rest, name: this.name, entry, options: stage });
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
    return heardSchema.parse(await this.#ask({ kind: 'chunks', samples, isAfterGap })).probabilities;
  }

  /**
   * Calibrated probabilities of how a whole utterance sounds, in the order of `EMOTIONS`; null without a model for it.
   * Not while `hear` is under way. `samples` are copied, since the caller wipes them.
   * @throws RoomtoneError as `InferenceWorker.request`
   */
  async read(samples: Float32Array): Promise<readonly number[] | null> {
    const answer = readSchema.parse(await this.#ask({ kind: 'utterance', samples: samples.slice() }));
    answer.samples.fill(0);
    return answer.probabilities;
  }

  #ask(request: { readonly kind: string; readonly samples: Float32Array<ArrayBuffer>; readonly isAfterGap?: boolean }) {
    return this.#worker.request(request, [request.samples.buffer]);
  }
}

const heardSchema = z.strictObject({ probabilities: z.array(z.number()) });
const readSchema = z.strictObject({
  probabilities: z.array(z.number()).length(EMOTIONS.length).nullable(),
  samples: z.instanceof(Float32Array),
});
const loadedSchema = { digest: z.string(), provider: z.enum(PROVIDERS) } as const;
const modelsSchema = z.strictObject({
  ...loadedSchema,
  thresholds: z.strictObject({ speech: z.number(), silence: z.number() }),
  /** Null where none is allowed or installed. */
  emotion: z
    .strictObject({
      ...loadedSchema,
      refused: z.array(z.strictObject({ provider: z.enum(PROVIDERS), reason: z.string() })),
      thresholds: z.strictObject({ unsureBelow: z.number(), signalToNoiseDb: z.number() }),
    })
    .nullable(),
});
