// The preview: off unless enabled, a coarse mosaic with data to draw over it.
import type { FastifyInstance } from 'fastify';
import { PREVIEW_FPS } from '../../../shared/limits.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Meter } from '../../stream/meter.ts';
import type { UnsureBelow } from '../aggregate/track-tally.ts';
import type { Frame } from '../frame.ts';
import type { Observation } from '../observation.ts';
import { encodeMosaic } from './jpeg.ts';
import { mosaicOf } from './mosaic.ts';
import { overlayOf } from './overlay.ts';
import { type Picture, Viewing } from './viewing.ts';

export interface PreviewOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Below these best probabilities a face is `unsure`: the thresholds of the running models. */
  readonly unsureBelow: () => UnsureBelow;
}

/** About ten mosaics. */
const BEHIND_BYTES = 64 * 1_024;
/** Frames come with jitter: one that is a little early is still taken. */
const PERIOD_MS = 900 / PREVIEW_FPS;

export class Preview {
  readonly #options: PreviewOptions;
  readonly #startedAtMs: number;
  readonly #viewing: Viewing;
  #isEnabled = false;

  constructor(options: PreviewOptions) {
    const { clock, log } = options;
    this.#options = options;
    this.#startedAtMs = clock.monotonicMs();
    const isOn = () => this.#isEnabled;
    this.#viewing = new Viewing({
      path: '/v1/preview',
      isOn,
      periodMs: PERIOD_MS,
      behindBytes: BEHIND_BYTES,
      clock,
      log,
    });
  }

  get enabled(): boolean {
    return this.#isEnabled;
  }

  /** Disabling sends every viewer away. */
  set enabled(isEnabled: boolean) {
    this.#isEnabled = isEnabled;
    if (!isEnabled) this.#viewing.sendAway();
  }

  get viewers(): number {
    return this.#viewing.viewers;
  }

  get meter(): Meter {
    return this.#viewing.meter;
  }

  offer(frame: Frame, observation: Observation): void {
    this.#viewing.offer(() => this.#take(frame, observation));
  }

  /** Routes of the preview's socket. */
  routes(app: FastifyInstance): Promise<void> {
    return this.#viewing.routes(app);
  }

  #take(frame: Frame, observation: Observation): Picture {
    const faces = observation.tracks.map(({ box }) => box);
    const mosaic = mosaicOf(frame, faces);
    const sinceStartMs = observation.capturedAtMs - this.#startedAtMs;
    const overlay = JSON.stringify(overlayOf(observation, sinceStartMs, this.#options.unsureBelow()));
    return { overlay, encode: () => encodeMosaic(mosaic) };
  }
}
