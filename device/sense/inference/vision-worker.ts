// The vision stage in its worker thread: frames go in, observations come out, and the pixels travel both ways without
// being copied.
import { z } from 'zod';
import { PROVIDERS } from '../../../shared/manifest.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Random } from '../../runtime/random.ts';
import type { Frame } from '../frame.ts';
import type { Observation } from '../observation.ts';
import type { StageOptions, VisionModels } from '../vision/create-stage.ts';
import type { Explanation, PicturePoint } from '../vision/explain.ts';
import { InferenceWorker } from './inference-worker.ts';

export interface VisionWorkerOptions {
  readonly stage: StageOptions;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every loss and of every restart that failed. */
  readonly onLost?: (error: unknown) => void;
  /** Another file for the thread; tests seed faults by it. */
  readonly entry?: URL;
}

export interface Handled {
  readonly observation: Observation;
  /** What was asked for; null where nothing was, or there was no face. */
  readonly explanation: Explanation | null;
  /** The same frame, in the memory that came back. */
  readonly frame: Frame;
}

/** What is built is JavaScript, what is tested is TypeScript. */
const ENTRY = new URL(`./vision-worker-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export class VisionWorker implements Service {
  readonly name = 'vision';
  readonly #worker: InferenceWorker;

  constructor({ stage, entry = ENTRY, ...options }: VisionWorkerOptions) {
    this.#worker = new InferenceWorker({ ...options, name: this.name, entry, options: stage });
  }

  get restarts(): number {
    return this.#worker.restarts;
  }

  unhealthy(): string | null {
    return this.#worker.unhealthy();
  }

  /** What runs now. Only after `start`. */
  models(): VisionModels {
    return modelsSchema.parse(this.#worker.description);
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#worker.start(signal);
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  /**
   * One frame at a time. When it throws, the frame is dropped; its memory is lost if `frame.pixels.length` is 0, and the
   * caller's own again if not.
   * @throws RoomtoneError `INFERENCE_STUCK`, `INFERENCE_CRASHED`, `INFERENCE_UNAVAILABLE` (restarting),
   * `INFERENCE_STOPPED`, `MODEL_OUTPUT_INVALID`, `MODEL_RUN_FAILED`
   */
  async handle(frame: Frame, explainAt?: PicturePoint): Promise<Handled> {
    const { pixels, widthPx, heightPx, capturedAtMs } = frame;
    const answer = await this.#worker.request(
      { pixels, widthPx, heightPx, capturedAtMs, ...(explainAt === undefined ? {} : { explainAt }) },
      [pixels.buffer],
    );
    const handled = handledSchema.parse(answer);
    const returned = handled.pixels as Uint8Array<ArrayBuffer>;
    const { observation, explanation } = handled;
    return { observation, explanation, frame: { pixels: returned, widthPx, heightPx, capturedAtMs } };
  }
}

const observationSchema = z.strictObject({
  capturedAtMs: z.number(),
  widthPx: z.int(),
  heightPx: z.int(),
  tracks: z.array(
    z.strictObject({
      id: z.int(),
      box: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
      firstSeenMs: z.number(),
      score: z.number(),
      emotion: z.array(z.number()).nullable(),
      gender: z.array(z.number()).nullable(),
      isReadable: z.boolean(),
      isFacing: z.boolean(),
      mouth: z.number().nullable(),
    }),
  ),
});
const explanationSchema = z.strictObject({
  emotion: z.enum(EMOTIONS),
  probability: z.number(),
  columns: z.int(),
  rows: z.int(),
  losses: z.array(z.number()),
});
const handledSchema = z.strictObject({
  observation: observationSchema,
  explanation: explanationSchema.nullable(),
  pixels: z.instanceof(Uint8Array),
});

const byTask = <T extends z.ZodType>(value: T) =>
  z.strictObject({ 'face-detector': value, 'face-emotion': value.exactOptional(), gender: value.exactOptional() });
const refusedSchema = z.array(z.strictObject({ provider: z.enum(PROVIDERS), reason: z.string() }));
const modelsSchema = z.strictObject({
  digests: byTask(z.string()),
  providers: byTask(z.string()),
  refused: byTask(refusedSchema),
  unsureBelow: z.number().nullable(),
  genderUnsureBelow: z.number().nullable(),
});
