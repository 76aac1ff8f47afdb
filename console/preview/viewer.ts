// Somebody who watches the preview: over a WebSocket, as pairs of overlay and picture, or as one endless answer of
// pictures (multipart/x-mixed-replace), which any program can show that shows a picture.
import { PassThrough, type Readable } from 'node:stream';
import { WebSocket } from 'ws';

export interface Viewer {
  /** What was given and has not left yet. */
  unsentBytes(): number;
  show(overlay: string, picture: Buffer): void;
  /** Says goodbye; `code` is of WebSocket (RFC 6455, 7.4.2). */
  end(code: number): void;
  whenGone(listener: () => void): void;
}

/** A viewer that does not answer a goodbye within this time is cut off. */
const GOODBYE_MS = 400;

export function socketViewer(socket: WebSocket): Viewer {
  const isOpen = () => socket.readyState === WebSocket.OPEN;
  return {
    unsentBytes: () => socket.bufferedAmount,
    show: (overlay, picture) => {
      if (!isOpen()) return;
      socket.send(overlay);
      socket.send(picture, { binary: true });
    },
    end: (code) => {
      if (!isOpen()) return;
      socket.close(code);
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    },
    whenGone: (listener) => socket.on('close', listener),
  };
}

const BOUNDARY = 'roomtone-picture';
export const MULTIPART_TYPE = `multipart/x-mixed-replace; boundary=${BOUNDARY}`;

/** Pictures alone, each with its length; `body` is the answer. */
export function multipartViewer(): Viewer & { readonly body: Readable } {
  const body = new PassThrough();
  return {
    body,
    unsentBytes: () => body.writableLength + body.readableLength,
    show: (_overlay, picture) => {
      if (body.writableEnded || body.destroyed) return;
      body.write(`--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
      body.write(picture);
      body.write('\r\n');
    },
    end: () => body.end(),
    whenGone: (listener) => body.on('close', listener),
  };
}
