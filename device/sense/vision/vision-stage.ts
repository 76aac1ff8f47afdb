// The vision stage: detection → tracking → attributes, one frame at a time. It runs in the vision worker; evaluation and
// the bench run the same code.
import type { Random } from '../../runtime/random.ts';
import type { Frame } from '../frame.ts';
import { mouthOpening } from '../fusion/mouth-opening.ts';
import type { Observation, TrackObservation } from '../observation.ts';
import { Attributes } from './attributes.ts';
import type { Classifier } from './classifier.ts';
import { type Detector, detectFaces } from './detector.ts';
import { type Explanation, explainFace, type PicturePoint } from './explain.ts';
import { type PassPlan, passAt, planPasses } from './pass.ts';
import { faceQualityOf, flawsOf, isFacing } from './quality.ts';
import { expectedBox, isInView, lingerFor, stepTracks, type Track } from './tracker.ts';

export interface VisionStageOptions {
  readonly detector: Detector;
  /** Null where the context allows none. */
  readonly emotion: Classifier | null;
  /** Null unless it is switched on. */
  readonly gender: Classifier | null;
  readonly random: Random;
  /** Between two readings of the emotion of one track. */
  readonly attributeIntervalMs: number;
}

/** A face counts as readable for this long after it was last seen, so that sweeps do not make holes. */
const READABLE_MS = 400;

/** How the looks at a face for its gender follow those for its emotion: README.md, 2026-11-22. */
const GENDER = { interval: 2, reads: 5, settledInterval: 40 } as const;

/** Until it is known better: ten frames a second. */
const FIRST_INTERVAL_MS = 100;
const INTERVAL_WEIGHT = 0.1;

export class VisionStage {
  readonly #options: VisionStageOptions;
  readonly #emotion: Attributes | null;
  readonly #gender: Attributes | null;
  #tracks: readonly Track[] = [];
  #frames = 0;
  #lastAtMs: number | undefined;
  #intervalMs = FIRST_INTERVAL_MS;
  #plan: { readonly widthPx: number; readonly heightPx: number; readonly passes: PassPlan } | undefined;

  constructor(options: VisionStageOptions) {
    this.#options = options;
    const { emotion, gender, attributeIntervalMs: intervalMs } = options;
    this.#emotion = emotion && new Attributes({ classifier: emotion, intervalMs });
    const lasting = { reads: GENDER.reads, intervalMs: GENDER.settledInterval * intervalMs };
    this.#gender = gender && new Attributes({ classifier: gender, intervalMs: GENDER.interval * intervalMs, lasting });
  }

  /** @throws RoomtoneError `MODEL_OUTPUT_INVALID`, `MODEL_RUN_FAILED` */
  async handle(frame: Frame): Promise<Observation> {
    const { detector, random } = this.#options;
    const atMs = frame.capturedAtMs;
    const faces = await detectFaces(detector, frame, passAt(this.#passesFor(frame), this.#frames));
    this.#frames += 1;
    const lingerMs = this.#lingerAt(atMs);
    this.#tracks = stepTracks(this.#tracks, faces, atMs, { lingerMs, random });
    await this.#emotion?.update(frame, this.#tracks);
    await this.#gender?.update(frame, this.#tracks);
    const tracks = this.#tracks
      .filter((track) => isInView(track, atMs, lingerMs))
      .map((track) => this.#observe(track, frame));
    return { capturedAtMs: atMs, widthPx: frame.widthPx, heightPx: frame.heightPx, tracks };
  }

  /** Of the frame that was handled last, before its memory is used again. Null without a face there or an emotion model. */
  async explain(frame: Frame, at: PicturePoint): Promise<Explanation | null> {
    const { emotion } = this.#options;
    return emotion === null ? null : explainFace(frame, this.#tracks, emotion, at);
  }

  async close(): Promise<void> {
    this.#tracks = [];
    await this.#options.detector.model.close();
    await this.#options.emotion?.model.close();
    await this.#options.gender?.model.close();
  }

  /** From the time that whole sweeps take at the present rate of frames. */
  #lingerAt(atMs: number): number {
    if (this.#lastAtMs !== undefined) {
      this.#intervalMs += INTERVAL_WEIGHT * (atMs - this.#lastAtMs - this.#intervalMs);
    }
    this.#lastAtMs = atMs;
    return lingerFor(this.#intervalMs * (this.#plan?.passes.cycleFrames ?? 0));
  }

  #passesFor({ widthPx, heightPx }: Frame): PassPlan {
    if (this.#plan?.widthPx !== widthPx || this.#plan.heightPx !== heightPx) {
      const passes = planPasses(this.#options.detector.manifest.input, widthPx, heightPx);
      this.#plan = { widthPx, heightPx, passes };
    }
    return this.#plan.passes;
  }

  #observe(track: Track, frame: Frame): TrackObservation {
    const atMs = frame.capturedAtMs;
    const quality = faceQualityOf(track.seen.keypoints);
    const reading = this.#emotion?.readingOf(track.id);
    const gender = this.#gender?.readingOf(track.id);
    const flaws = [...flawsOf(quality), ...(reading?.flaws ?? [])];
    return {
      id: track.id,
      box: expectedBox(track, atMs),
      firstSeenMs: track.firstSeenMs,
      score: track.seen.score,
      emotion: reading?.probabilities ?? null,
      gender: gender !== undefined && gender.reads > 0 ? gender.probabilities : null,
      isReadable: flaws.length === 0 && atMs - track.lastSeenMs <= READABLE_MS,
      isFacing: isFacing(quality),
      mouth: this.#emotion === null || track.lastSeenMs !== atMs ? null : mouthOpening(frame, track.seen.keypoints),
    };
  }
}
