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
import { Follower } from './follower.ts';
import type { Pass } from './pass.ts';
import { faceQualityOf, flawsOf, isFacing } from './quality.ts';
import { expectedBox, type Track } from './tracker.ts';

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

export class VisionStage {
  readonly #options: VisionStageOptions;
  readonly #emotion: Attributes | null;
  readonly #gender: Attributes | null;
  readonly #follower: Follower;

  constructor(options: VisionStageOptions) {
    this.#options = options;
    const { detector, emotion, gender, random, attributeIntervalMs: intervalMs } = options;
    const look = (frame: Frame, pass: Pass) => detectFaces(detector, frame, pass);
    this.#follower = new Follower({ input: detector.manifest.input, look, random });
    this.#emotion = emotion && new Attributes({ classifier: emotion, intervalMs });
    const lasting = { reads: GENDER.reads, intervalMs: GENDER.settledInterval * intervalMs };
    this.#gender = gender && new Attributes({ classifier: gender, intervalMs: GENDER.interval * intervalMs, lasting });
  }

  /** @throws RoomtoneError `MODEL_OUTPUT_INVALID`, `MODEL_RUN_FAILED` */
  async handle(frame: Frame): Promise<Observation> {
    const { inView } = await this.#follower.follow(frame);
    await this.#emotion?.update(frame, this.#follower.tracks);
    await this.#gender?.update(frame, this.#follower.tracks);
    const { capturedAtMs, widthPx, heightPx } = frame;
    return { capturedAtMs, widthPx, heightPx, tracks: inView.map((track) => this.#observe(track, frame)) };
  }

  /** Of the frame that was handled last, before its memory is used again. Null without a face there or an emotion model. */
  async explain(frame: Frame, at: PicturePoint): Promise<Explanation | null> {
    const { emotion } = this.#options;
    return emotion === null ? null : explainFace(frame, this.#follower.tracks, emotion, at);
  }

  async close(): Promise<void> {
    this.#follower.forget();
    await this.#options.detector.model.close();
    await this.#options.emotion?.model.close();
    await this.#options.gender?.model.close();
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
