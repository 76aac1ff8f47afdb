// The preview, and the picture by which a camera is aimed, on their way from sense to a page: a pair of messages a picture
// (overlay as text, JPEG), at most two viewers, dropped in pairs while a viewer is behind or has had its megabit a second, closed within a second of the viewer's session.
import { WebSocket } from 'ws';
import type { Logger } from '../../device/runtime/log.ts';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { PREVIEW_VIEWERS } from '../../shared/limits.ts';
import { tooManyViewers } from '../errors.ts';
import { ByteBudget } from './byte-budget.ts';
import type { Viewer } from './viewer.ts';

/** A viewer with more than this unsent is behind. */
const BEHIND_BYTES = 64 * 1024;
/** Overlay or picture that sense may send at most; a mosaic is a few kilobytes, a whole picture a few hundred. */
const MESSAGE_BYTES_MAX = 2 * 1024 * 1024;
const SESSION_CHECK_MS = 400;

/** WebSocket close codes of our own (RFC 6455, 7.4.2), beside those of sense, which pass through. */
export const CLOSE_SESSION_ENDED = 4_003;
const CLOSE_SENSE_GONE = 4_004;
const CLOSE_TRY_LATER = 1_013;
const OWN_CODES_FROM = 4_000;

export interface PreviewRelayOptions {
  readonly runFolder: string;
  readonly log: Logger;
}

export class PreviewRelay {
  readonly #socketPath: string;
  readonly #log: Logger;
  #viewers = 0;
  #dropped = 0;

  constructor({ runFolder, log }: PreviewRelayOptions) {
    this.#socketPath = socketPaths(runFolder).preview;
    this.#log = log;
  }

  /** Pictures dropped because a viewer was behind. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Before the upgrade. @throws RoomtoneError `TOO_MANY_VIEWERS` */
  admit(): void {
    if (this.#viewers >= PREVIEW_VIEWERS) throw tooManyViewers();
  }

  /** Joins a viewer to sense until either side ends or `isSessionAlive` says no. */
  join(viewer: Viewer, isSessionAlive: () => boolean, what: 'preview' | 'aiming' = 'preview'): void {
    if (this.#viewers >= PREVIEW_VIEWERS) {
      viewer.end(CLOSE_TRY_LATER);
      return;
    }
    this.#viewers += 1;
    const url = `ws+unix:${this.#socketPath}:/v1/${what}`;
    const upstream = new WebSocket(url, { perMessageDeflate: false, maxPayload: MESSAGE_BYTES_MAX });
    const check = setInterval(() => {
      if (!isSessionAlive()) viewer.end(CLOSE_SESSION_ENDED);
    }, SESSION_CHECK_MS);
    this.#forward(upstream, viewer, what === 'preview' ? new ByteBudget() : null);
    upstream.on('error', (error) => this.#log.debug({ err: error }, 'preview of sense'));
    upstream.on('close', (code) => viewer.end(code >= OWN_CODES_FROM ? code : CLOSE_SENSE_GONE));
    viewer.whenGone(() => {
      this.#viewers -= 1;
      clearInterval(check);
      upstream.terminate();
    });
  }

  /** An overlay is held until its picture is there, so that both go or neither. */
  #forward(upstream: WebSocket, viewer: Viewer, budget: ByteBudget | null): void {
    let overlay: string | null = null;
    upstream.on('message', (data, isBinary) => {
      if (!isBinary) overlay = String(data);
      else if (overlay !== null) {
        const picture = data as Buffer;
        const isInTime = viewer.unsentBytes() <= BEHIND_BYTES;
        const isPaid = isInTime && (budget?.spend(overlay.length + picture.length, performance.now()) ?? true);
        if (isPaid) viewer.show(overlay, picture);
        else this.#dropped += 1;
        overlay = null;
      }
    });
  }
}
