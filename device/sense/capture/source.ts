// A source is what sense watches: the demo, a file or a live camera. It is parsed once from its text, and everything
// that differs between two kinds follows from `kind`. A file or the demo is replayed; everything else is live.
import { basename, resolve } from 'node:path';
import { RoomtoneError } from '../../../shared/errors.ts';
import { NetworkAddress } from './network-address.ts';

export type Source =
  | { readonly kind: 'demo'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'v4l2'; readonly device: string }
  | { readonly kind: 'rpicam' }
  | { readonly kind: 'jetson' }
  | { readonly kind: 'network'; readonly address: NetworkAddress }
  /** A network camera that the capture program reads: sense knows the socket, never the address. */
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'auto' };

export interface SourceTextOptions {
  /** File that the demo replays; needed when the text may be `demo`. */
  readonly demoFile?: string;
}

const FORMS = 'demo, a video file, auto, v4l2:PATH, csi:rpicam, csi:jetson, rtsp://…, http://… or https://…';

/**
 * @example parseSource('v4l2:/dev/video0') // { kind: 'v4l2', device: '/dev/video0' }
 * @throws RoomtoneError `USAGE` for a text that is no source, `SOURCE_NOT_FOUND` for `demo` without its file
 */
export function parseSource(text: string, options: SourceTextOptions = {}): Source {
  if (text === '') throw usage('the source is empty');
  if (text === 'demo') return { kind: 'demo', path: demoPath(options) };
  if (text === 'auto') return { kind: 'auto' };
  if (text.startsWith('v4l2:')) return { kind: 'v4l2', device: devicePath(text.slice('v4l2:'.length)) };
  if (text.startsWith('socket:')) return { kind: 'socket', path: resolve(text.slice('socket:'.length)) };
  if (text.startsWith('csi:')) return csiSource(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { kind: 'network', address: NetworkAddress.parse(text) };
  return { kind: 'file', path: resolve(text) };
}

/** Whether the picture is of now: a live source needs the claim and the notice, a replayed one does not. */
export const isLive = (source: Source): boolean => source.kind !== 'demo' && source.kind !== 'file';

/** Sense has no network: its camera is handed in over a socket. @throws RoomtoneError `USAGE` */
export function refuseNetwork(source: Source): void {
  if (source.kind !== 'network') return;
  throw usage('sense reads no network camera itself', 'Start the capture program for it, and give sense socket:PATH.');
}

/** What is watched, in words that hold no secret: for status, logs and pages. */
export function labelOf(source: Source): string {
  switch (source.kind) {
    case 'demo':
    case 'auto':
      return source.kind;
    case 'file':
      return basename(source.path);
    case 'v4l2':
      return source.device;
    case 'rpicam':
    case 'jetson':
      return `csi:${source.kind}`;
    case 'network':
      return source.address.label;
    case 'socket':
      return 'network camera';
    default:
      return source satisfies never;
  }
}

function demoPath({ demoFile }: SourceTextOptions): string {
  if (demoFile === undefined) {
    throw new RoomtoneError('SOURCE_NOT_FOUND', 'the demo has no file', 'Run `npm start`, which composes it.');
  }
  return resolve(demoFile);
}

function devicePath(path: string): string {
  if (/^\/dev\/[\w./:+@-]+$/.test(path) && !path.includes('..')) return path;
  throw usage(`v4l2:${path} names no device`, 'Write v4l2:/dev/v4l/by-id/…; `roomtone sources` lists them.');
}

function csiSource(text: string): Source {
  if (text === 'csi:rpicam') return { kind: 'rpicam' };
  if (text === 'csi:jetson') return { kind: 'jetson' };
  throw usage(`${text} is no camera port`, 'Write csi:rpicam or csi:jetson.');
}

const usage = (message: string, hint = `Give one of: ${FORMS}.`) => new RoomtoneError('USAGE', message, hint);
