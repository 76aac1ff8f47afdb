// What whoever aims the camera sees: its whole picture with a mark burnt into it, so that no copy of it passes for
// anything else, and the boxes of the faces as data. No track id, no mood.
import type { FastifyInstance } from 'fastify';
import { type AimingOverlay, aimingOverlaySchema } from '../../../shared/aiming.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Frame } from '../frame.ts';
import type { Observation } from '../observation.ts';
import { encodeWhole, type RawPicture } from '../preview/jpeg.ts';
import { type Picture, Viewing } from '../preview/viewing.ts';
import type { Aiming } from './aiming.ts';

export interface AimingViewOptions {
  readonly aiming: Pick<Aiming, 'isOn' | 'secondsLeft'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Enough to turn a camera by. */
const PERIOD_MS = 180;
/** About two pictures. */
const BEHIND_BYTES = 512 * 1_024;
const FACES_MAX = 50;
/** The mark: a frame of signal orange, this part of the longer side wide. */
const MARK_RGB = [255, 106, 0] as const;
const MARK_PART = 1 / 80;

export class AimingView {
  readonly #aiming: AimingViewOptions['aiming'];
  readonly #viewing: Viewing;

  constructor({ aiming, clock, log }: AimingViewOptions) {
    this.#aiming = aiming;
    const isOn = () => aiming.isOn;
    this.#viewing = new Viewing({
      path: '/v1/aiming',
      isOn,
      periodMs: PERIOD_MS,
      behindBytes: BEHIND_BYTES,
      clock,
      log,
    });
  }

  get viewers(): number {
    return this.#viewing.viewers;
  }

  /** Sends the viewers away when it is over. */
  apply(): void {
    if (!this.#aiming.isOn) this.#viewing.sendAway();
  }

  offer(frame: Frame, observation: Observation): void {
    this.#viewing.offer(() => this.#take(frame, observation));
  }

  routes(app: FastifyInstance): Promise<void> {
    return this.#viewing.routes(app);
  }

  #take(frame: Frame, observation: Observation): Picture {
    const overlay = JSON.stringify(aimingOverlayOf(observation, this.#aiming.secondsLeft()));
    const marked = markedCopyOf(frame);
    return { overlay, encode: () => encodeWhole(marked) };
  }
}

export function aimingOverlayOf(observation: Observation, endsInSeconds: number): AimingOverlay {
  const { tracks, widthPx, heightPx } = observation;
  const boxes = tracks.map(({ box }) => box).sort((a, b) => a.x - b.x);
  const sides = boxes.map(({ width, height }) => Math.round(Math.min(width, height)));
  return aimingOverlaySchema.parse({
    v: 1,
    widthPx,
    heightPx,
    endsInSeconds,
    facesSeen: boxes.length,
    smallestPx: sides.length === 0 ? null : Math.max(0, Math.min(...sides)),
    faces: boxes.slice(0, FACES_MAX).map(({ x, y, width, height }) => ({
      x: x / widthPx,
      y: y / heightPx,
      width: width / widthPx,
      height: height / heightPx,
    })),
  });
}

/** A copy of the frame's pixels with the mark along all four sides. */
export function markedCopyOf({ pixels, widthPx, heightPx }: Frame): RawPicture {
  const copy = pixels.slice();
  const wide = Math.max(2, Math.round(Math.max(widthPx, heightPx) * MARK_PART));
  for (let y = 0; y < heightPx; y += 1) {
    const isWholeRow = y < wide || y >= heightPx - wide;
    for (let x = 0; x < widthPx; x += 1) {
      if (!isWholeRow && x === wide) x = Math.max(wide, widthPx - wide);
      copy.set(MARK_RGB, (y * widthPx + x) * 3);
    }
  }
  return { pixels: copy, widthPx, heightPx };
}
