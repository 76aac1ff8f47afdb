// A WebSocket of pictures, the preview's or that of aiming: pairs of an overlay (text) and a JPEG. Reopens by itself while it is wanted and
// looked at; a page in the background gives its place to another viewer.
import { Refusal, request } from './api.ts';

export type PreviewState = 'connecting' | 'open' | 'full';

const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 8_000;

export interface PreviewEvents<Overlay> {
  readonly onState: (state: PreviewState) => void;
  /** The picture is closed after the call. */
  readonly onPicture: (picture: ImageBitmap, overlay: Overlay) => void;
}

export class PreviewStream<Overlay> {
  readonly #path: '/api/preview' | '/api/aiming';
  readonly #events: PreviewEvents<Overlay>;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(path: '/api/preview' | '/api/aiming', events: PreviewEvents<Overlay>) {
    this.#path = path;
    this.#events = events;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#follow);
    this.#follow();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#follow);
    this.#close();
  }

  readonly #follow = () => {
    if (document.hidden) this.#close();
    else if (this.#socket === undefined) this.#open();
  };

  #close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #open(): void {
    this.#events.onState('connecting');
    const socket = new WebSocket(`wss://${location.host}${this.#path}`);
    this.#socket = socket;
    socket.binaryType = 'blob';
    receivePairs<Overlay>(socket, (picture, overlay) => {
      this.#failures = 0;
      this.#events.onState('open');
      this.#events.onPicture(picture, overlay);
    });
    socket.addEventListener('close', () => {
      if (this.#socket === socket) void this.#retry();
    });
  }

  /** A browser does not tell why an upgrade was refused; the same path without an upgrade does. */
  async #retry(): Promise<void> {
    this.#failures += 1;
    this.#timer = setTimeout(
      () => this.#open(),
      Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(this.#failures, 6)),
    );
    const refusal: unknown = await request('GET', this.#path, { background: true }).catch((error: unknown) => error);
    const isFull = refusal instanceof Refusal && refusal.code === 'TOO_MANY_VIEWERS';
    this.#events.onState(isFull ? 'full' : 'connecting');
  }
}

/** One picture is decoded at a time; what comes meanwhile is skipped, so that a slow phone shows the present. */
function receivePairs<Overlay>(socket: WebSocket, onPicture: PreviewEvents<Overlay>['onPicture']): void {
  let overlay: Overlay | null = null;
  let isDecoding = false;
  socket.addEventListener('message', ({ data }: MessageEvent<string | Blob>) => {
    if (typeof data === 'string') {
      overlay = JSON.parse(data) as Overlay;
      return;
    }
    if (overlay === null || isDecoding) return;
    const itsOverlay = overlay;
    overlay = null;
    isDecoding = true;
    void createImageBitmap(data)
      .then((picture) => {
        onPicture(picture, itsOverlay);
        picture.close();
      })
      .catch(() => {})
      .finally(() => {
        isDecoding = false;
      });
  });
}
