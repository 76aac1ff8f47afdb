// The preview's WebSocket: pairs of an overlay (text) and its mosaic (JPEG). Reopens by itself while it is wanted.
import type { PreviewOverlay } from '../../../shared/sense-api.ts';

export type PreviewState = 'connecting' | 'open' | 'full';

const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 8_000;
/** Refused before it opened this often in a row: two others are watching. */
const REFUSALS_UNTIL_FULL = 3;

interface PreviewEvents {
  readonly onState: (state: PreviewState) => void;
  /** The picture is closed after the call. */
  readonly onPicture: (picture: ImageBitmap, overlay: PreviewOverlay) => void;
}

/** @returns what ends it */
export function openPreview(events: PreviewEvents): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isWanted = true;

  const open = () => {
    socket = new WebSocket(`wss://${location.host}/api/preview`);
    socket.binaryType = 'blob';
    receive(socket, {
      ...events,
      onPicture: (picture, overlay) => {
        failures = 0;
        events.onState('open');
        events.onPicture(picture, overlay);
      },
    });
    socket.addEventListener('close', () => {
      if (!isWanted) return;
      failures += 1;
      events.onState(failures > REFUSALS_UNTIL_FULL ? 'full' : 'connecting');
      timer = setTimeout(open, Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(failures, 6)));
    });
  };
  open();
  return () => {
    isWanted = false;
    clearTimeout(timer);
    socket?.close();
  };
}

/** One picture is decoded at a time; what comes meanwhile is skipped, so that a slow phone shows the present. */
function receive(socket: WebSocket, events: PreviewEvents): void {
  let overlay: PreviewOverlay | null = null;
  let isDecoding = false;
  socket.addEventListener('message', ({ data }: MessageEvent<string | Blob>) => {
    if (typeof data === 'string') {
      overlay = JSON.parse(data) as PreviewOverlay;
      return;
    }
    if (overlay === null || isDecoding) return;
    const itsOverlay = overlay;
    overlay = null;
    isDecoding = true;
    void createImageBitmap(data)
      .then((picture) => {
        events.onPicture(picture, itsOverlay);
        picture.close();
      })
      .catch(() => {})
      .finally(() => {
        isDecoding = false;
      });
  });
}
