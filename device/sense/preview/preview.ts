// The preview: off unless enabled, a coarse mosaic with data to draw over it, for very few viewers. The pipeline never
// waits for it: a picture is dropped when one is still being encoded, and for each viewer whose socket is behind.
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { messageOf } from '../../../shared/errors.ts';
import { PREVIEW_FPS, PREVIEW_VIEWERS } from '../../../shared/limits.ts';
import { PREVIEW_CLOSE } from '../../../shared/sense-api.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import { Meter } from '../../stream/meter.ts';
import type { Frame } from '../frame.ts';
import type { Observation } from '../observation.ts';
import { encodeJpeg } from './jpeg.ts';
import { type Mosaic, mosaicOf } from './mosaic.ts';
import { overlayOf } from './overlay.ts';

export interface PreviewOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Below this best probability a face's mood is `unsure`: the threshold of the running model. */
  readonly unsureBelow: () => number;
}

/** A viewer with more than this unsent gets no picture: about ten of them. */
const BEHIND_BYTES = 64 * 1_024;
/** Frames come with jitter: one that is a little early is still taken. */
const PERIOD_MS = 900 / PREVIEW_FPS;
/** Viewers say nothing. */
const MESSAGE_BYTES = 1_024;

export class Preview {
  /** Pictures offered, sent to at least one viewer, and dropped. */
  readonly meter = new Meter();
  readonly #options: PreviewOptions;
  readonly #startedAtMs: number;
  readonly #viewers = new Set<WebSocket>();
  #isEnabled = false;
  #isEncoding = false;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: PreviewOptions) {
    this.#options = options;
    this.#startedAtMs = options.clock.monotonicMs();
  }

  get enabled(): boolean {
    return this.#isEnabled;
  }

  /** Disabling sends every viewer away. */
  set enabled(isEnabled: boolean) {
    this.#isEnabled = isEnabled;
    if (isEnabled) return;
    for (const viewer of this.#viewers) viewer.close(PREVIEW_CLOSE.disabled, 'preview is off');
    this.#viewers.clear();
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Reduces the frame at once, so that its memory is free again when this returns; the rest happens later. */
  offer(frame: Frame, observation: Observation): void {
    if (!this.#isEnabled || this.#viewers.size === 0) return;
    this.meter.receive();
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#isEncoding || nowMs - this.#lastAtMs < PERIOD_MS) {
      this.meter.drop();
      return;
    }
    this.#lastAtMs = nowMs;
    this.#isEncoding = true;
    const mosaic = mosaicOf(
      frame,
      observation.tracks.map(({ box }) => box),
    );
    void this.#show(mosaic, observation);
  }

  /** Routes of the preview's socket; register it on an application of its own. */
  async routes(app: FastifyInstance): Promise<void> {
    const { default: websocket } = await import('@fastify/websocket');
    await app.register(websocket, { options: { maxPayload: MESSAGE_BYTES } });
    app.get('/v1/preview', { websocket: true }, (viewer) => this.#admit(viewer));
  }

  #admit(viewer: WebSocket): void {
    viewer.on('error', () => viewer.terminate());
    if (!this.#isEnabled) viewer.close(PREVIEW_CLOSE.disabled, 'preview is off');
    else if (this.#viewers.size >= PREVIEW_VIEWERS) viewer.close(PREVIEW_CLOSE.viewers, 'too many viewers');
    else {
      this.#viewers.add(viewer);
      viewer.on('close', () => this.#viewers.delete(viewer));
    }
  }

  async #show(mosaic: Mosaic, observation: Observation): Promise<void> {
    try {
      const sinceStartMs = observation.capturedAtMs - this.#startedAtMs;
      const overlay = JSON.stringify(overlayOf(observation, sinceStartMs, this.#options.unsureBelow()));
      const jpeg = await encodeJpeg(mosaic);
      const isSent = this.#send(overlay, jpeg);
      if (isSent) this.meter.handle();
      else this.meter.drop();
    } catch (error) {
      this.meter.drop();
      this.#options.log.warn({ reason: messageOf(error) }, 'a preview picture could not be made');
    } finally {
      this.#isEncoding = false;
    }
  }

  /** Whether any viewer could take it. */
  #send(overlay: string, jpeg: Buffer): boolean {
    if (!this.#isEnabled) return false;
    const ready = [...this.#viewers].filter(isReady);
    for (const viewer of ready) {
      viewer.send(overlay);
      viewer.send(jpeg);
    }
    return ready.length > 0;
  }
}

const isReady = (viewer: WebSocket) => viewer.readyState === viewer.OPEN && viewer.bufferedAmount <= BEHIND_BYTES;
