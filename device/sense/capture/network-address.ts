// The address of a network camera. Its user and password are reachable by `reveal` alone: everything that prints the
// object (log, JSON, template, inspection) shows the host alone.
import { inspect } from 'node:util';
import { RoomtoneError } from '../../../shared/errors.ts';

const PROTOCOLS = ['rtsp:', 'rtsps:', 'http:', 'https:'] as const;
const LENGTH_MAX = 2_000;

export class NetworkAddress {
  /** Protocol, host and port. Everything else of an address (user, password, path, query) carries secrets in practice. */
  readonly label: string;
  readonly #url: URL;

  private constructor(url: URL) {
    this.#url = url;
    const port = url.port === '' ? '' : `:${url.port}`;
    this.label = `${url.protocol}//${url.hostname}${port}`;
  }

  /** @throws RoomtoneError `USAGE`; the message never repeats the text, which may hold a password */
  static parse(text: string): NetworkAddress {
    const url = text.length <= LENGTH_MAX && URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.hostname === '' || !(PROTOCOLS as readonly string[]).includes(url.protocol)) {
      throw new RoomtoneError(
        'USAGE',
        'the network source is no address of a camera',
        'Write rtsp://HOST/PATH, or http(s)://HOST/PATH for an HLS playlist or MJPEG.',
      );
    }
    return new NetworkAddress(url);
  }

  /** How the stream comes: RTSP, an HLS playlist, or anything else over HTTP (MJPEG, MPEG-TS). */
  get kind(): 'rtsp' | 'hls' | 'http' {
    if (this.#url.protocol.startsWith('rtsp')) return 'rtsp';
    return this.#url.pathname.toLowerCase().endsWith('.m3u8') ? 'hls' : 'http';
  }

  get hostname(): string {
    return this.#url.hostname;
  }

  /** The whole address, secrets included: for the one file of mode 600 that the capture child reads. */
  reveal(): string {
    return this.#url.href;
  }

  toString(): string {
    return this.label;
  }

  toJSON(): string {
    return this.label;
  }

  [inspect.custom](): string {
    return this.label;
  }
}
