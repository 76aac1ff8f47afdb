// A viewing: pictures for very few viewers over WebSocket, each as a text message and a JPEG. The pipeline never waits for
// it: a picture is dropped when one is still being encoded, and for each viewer whose socket is behind.
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { messageOf } from '../../../shared/errors.ts';
import { PREVIEW_VIEWERS } from '../../../shared/limits.ts';
import { PREVIEW_CLOSE } from '../../../shared/sense-api.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import { Meter } from '../../stream/meter.ts';

export interface ViewingOptions {
  readonly path: '/v1/preview' | '/v1/aiming';
  readonly isOn: () => boolean;
  readonly periodMs: number;
  /** A viewer with more than this unsent gets no picture. */
  readonly behindBytes: number;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Picture {
  /** JSON of what is drawn over it. */
  readonly overlay: string;
  readonly encode: () => Promise<Buffer>;
}

/** Viewers say nothing. */
const MESSAGE_BYTES = 1_024;

export class Viewing {
  /** Pictures offered, sent to at least one viewer, and dropped. */
  readonly meter = new Meter();
  readonly #options: ViewingOptions;
  readonly #viewers = new Set<WebSocket>();
  #isEncoding = false;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: ViewingOptions) {
    this.#options = options;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  sendAway(): void {
    for (const viewer of this.#viewers) viewer.close(PREVIEW_CLOSE.disabled, 'it is off');
    this.#viewers.clear();
  }

  /** `take` reads the frame at once, so that its memory is free again when this returns; the rest happens later. */
  offer(take: () => Picture): void {
    const { isOn, clock, periodMs } = this.#options;
    if (!isOn() || this.#viewers.size === 0) return;
    this.meter.receive();
    const nowMs = clock.monotonicMs();
    if (this.#isEncoding || nowMs - this.#lastAtMs < periodMs) {
      this.meter.drop();
      return;
    }
    this.#lastAtMs = nowMs;
    this.#isEncoding = true;
    void this.#show(take());
  }

  /** Its route on an application that has sockets of its own, which is added where it is not there yet. */
  async routes(app: FastifyInstance): Promise<void> {
    if (!app.hasDecorator('websocketServer')) {
      const { default: websocket } = await import('@fastify/websocket');
      await app.register(websocket, { options: { maxPayload: MESSAGE_BYTES } });
    }
    app.get(this.#options.path, { websocket: true }, (viewer) => this.#admit(viewer));
  }

  #admit(viewer: WebSocket): void {
    viewer.on('error', () => viewer.terminate());
    if (!this.#options.isOn()) viewer.close(PREVIEW_CLOSE.disabled, 'it is off');
    else if (this.#viewers.size >= PREVIEW_VIEWERS) viewer.close(PREVIEW_CLOSE.viewers, 'too many viewers');
    else {
      this.#viewers.add(viewer);
      viewer.on('close', () => this.#viewers.delete(viewer));
    }
  }

  async #show({ overlay, encode }: Picture): Promise<void> {
    try {
      const isSent = this.#send(overlay, await encode());
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
    if (!this.#options.isOn()) return false;
    const ready = [...this.#viewers].filter((viewer) => this.#isReady(viewer));
    for (const viewer of ready) {
      viewer.send(overlay);
      viewer.send(jpeg);
    }
    return ready.length > 0;
  }

  #isReady(viewer: WebSocket): boolean {
    return viewer.readyState === viewer.OPEN && viewer.bufferedAmount <= this.#options.behindBytes;
  }
}
