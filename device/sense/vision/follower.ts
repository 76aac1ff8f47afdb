// Which look at a frame, what it finds, and who stays: detection and tracking, one frame at a time. The vision stage begins
// with it, and evaluation watches its videos through it.
import type { FaceDetectorManifest } from '../../../shared/manifest.ts';
import type { Random } from '../../runtime/random.ts';
import type { Frame } from '../frame.ts';
import type { Detection } from './detection.ts';
import { type Pass, type PassPlan, passAt, planPasses } from './pass.ts';
import { isInView, lingerFor, stepTracks, type Track } from './tracker.ts';

export interface FollowerOptions {
  readonly input: FaceDetectorManifest['input'];
  /** Faces in one look at a frame, in pixels of the frame. */
  readonly look: (frame: Frame, pass: Pass) => Promise<readonly Detection[]>;
  readonly random: Random;
}

export interface Following {
  /** Of this look, best first. */
  readonly detections: readonly Detection[];
  /** Those tracks that a room counts. */
  readonly inView: readonly Track[];
  /** How long a track stays in view after it was last seen. */
  readonly lingerMs: number;
}

/** Until it is known better: ten frames a second. */
const FIRST_INTERVAL_MS = 100;
const INTERVAL_WEIGHT = 0.1;

export class Follower {
  readonly #options: FollowerOptions;
  #tracks: readonly Track[] = [];
  #frames = 0;
  #lastAtMs: number | undefined;
  #intervalMs = FIRST_INTERVAL_MS;
  #plan: { readonly widthPx: number; readonly heightPx: number; readonly passes: PassPlan } | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** After the last frame, also those that are not in view. */
  get tracks(): readonly Track[] {
    return this.#tracks;
  }

  async follow(frame: Frame): Promise<Following> {
    const { look, random } = this.#options;
    const atMs = frame.capturedAtMs;
    const detections = await look(frame, passAt(this.#passesFor(frame), this.#frames));
    this.#frames += 1;
    const lingerMs = this.#lingerAt(atMs);
    this.#tracks = stepTracks(this.#tracks, detections, atMs, { lingerMs, random });
    const inView = this.#tracks.filter((track) => isInView(track, atMs, lingerMs));
    return { detections, inView, lingerMs };
  }

  forget(): void {
    this.#tracks = [];
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
      this.#plan = { widthPx, heightPx, passes: planPasses(this.#options.input, widthPx, heightPx) };
    }
    return this.#plan.passes;
  }
}
