// The preview, and the picture by which a camera is aimed, on their way from sense to a page: a pair of messages a picture
// (overlay as text, JPEG), at most two viewers, dropped in pairs while a viewer is behind, closed within a second of the viewer's session.
import { WebSocket } from 'ws';
import type { Logger } from '../../device/runtime/log.ts';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { PREVIEW_VIEWERS } from '../../shared/limits.ts';
import { tooManyViewers } from '../errors.ts';

/** A viewer with more than this unsent is behind. */
const BEHIND_BYTES = 64 * 1024;
/** Overlay or picture that sense may send at most; a mosaic is a few kilobytes, a whole picture a few hundred. */
const MESSAGE_BYTES_MAX = 2 * 1024 * 1024;
const SESSION_CHECK_MS = 400;

/** WebSocket close codes of our own (RFC 6455, 7.4.2), beside those of sense, which pass through. */
export const CLOSE_SESSION_ENDED = 4_003;
const CLOSE_SENSE_GONE = 4_004;
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
  join(viewer: WebSocket, isSessionAlive: () => boolean, what: 'preview' | 'aiming' = 'preview'): void {
    if (this.#viewers >= PREVIEW_VIEWERS) {
      viewer.close(1_013);
      return;
    }
    this.#viewers += 1;
    const url = `ws+unix:${this.#socketPath}:/v1/${what}`;
    const upstream = new WebSocket(url, { perMessageDeflate: false, maxPayload: MESSAGE_BYTES_MAX });
    const check = setInterval(() => {
      if (!isSessionAlive()) endViewer(viewer, CLOSE_SESSION_ENDED);
    }, SESSION_CHECK_MS);
    this.#forward(upstream, viewer);
    upstream.on('error', (error) => this.#log.debug({ err: error }, 'preview of sense'));
    upstream.on('close', (code) => endViewer(viewer, code >= OWN_CODES_FROM ? code : CLOSE_SENSE_GONE));
    viewer.on('close', () => {
      this.#viewers -= 1;
      clearInterval(check);
      upstream.terminate();
    });
  }

  /** An overlay is held until its picture is there, so that both go or neither. */
  #forward(upstream: WebSocket, viewer: WebSocket): void {
    let overlay: string | null = null;
    upstream.on('message', (data, isBinary) => {
      if (!isBinary) overlay = String(data);
      else if (overlay !== null) {
        if (viewer.bufferedAmount > BEHIND_BYTES) this.#dropped += 1;
        else sendPair(viewer, overlay, data as Buffer);
        overlay = null;
      }
    });
  }
}

function sendPair(viewer: WebSocket, overlay: string, picture: Buffer): void {
  if (viewer.readyState !== WebSocket.OPEN) return;
  viewer.send(overlay);
  viewer.send(picture, { binary: true });
}

/** A polite close, and a hard one where the viewer does not answer it within 0.4 s. */
function endViewer(viewer: WebSocket, code: number): void {
  if (viewer.readyState !== WebSocket.OPEN) return;
  viewer.close(code);
  setTimeout(() => viewer.terminate(), 400).unref();
}
