// The command line of each kind of source. Pure: what runs is decided here and started elsewhere. Every command writes
// pictures as PPM on its standard output, and ends when its reader or its parent is gone.
import type { Source } from './source.ts';

export interface CaptureCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface PictureRequest {
  readonly fps: number;
  /** The picture is scaled down to fit, keeping its shape; never up. */
  readonly widthMaxPx: number;
  readonly heightMaxPx: number;
}

/** 720p: a face of 24 px at the far end of a room is still found, and no detector here takes more. */
export const PICTURE_MAX = { widthMaxPx: 1280, heightMaxPx: 720 } as const;

const FFMPEG_QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error'] as const;

/** Even sides, square pixels, at most the request. `sar` is 1 where the stream says nothing. */
export function scaleFilter({ widthMaxPx, heightMaxPx }: PictureRequest): string {
  const shrink = `min(1\\,min(${widthMaxPx}/(iw*sar)\\,${heightMaxPx}/ih))`;
  return `scale=w=trunc(iw*sar*${shrink}/2)*2:h=trunc(ih*${shrink}/2)*2:flags=fast_bilinear,setsar=1`;
}

/** First video stream to PPM on standard output, each picture flushed when it is whole. */
export function pictureOutput(request: PictureRequest): readonly string[] {
  const filter = `fps=${request.fps},${scaleFilter(request)},format=rgb24`;
  return [
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filter],
    ...['-f', 'image2pipe', '-c:v', 'ppm', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** A file plays at its own speed for ever, and may open nothing but files (a playlist can't reach a network). */
export function fileInput(path: string): readonly string[] {
  return ['-protocol_whitelist', 'file', '-re', '-stream_loop', '-1', '-i', `file:${path}`];
}

export function captureCommand(source: Source, request: PictureRequest): CaptureCommand {
  switch (source.kind) {
    case 'demo':
    case 'file':
      return ffmpeg([...fileInput(source.path), ...pictureOutput(request)]);
    case 'v4l2':
      return ffmpeg([...v4l2Input(source.device, request), ...pictureOutput(request)]);
    default:
      throw new Error(`no command for ${source.kind}`);
  }
}

/** Without `-input_format` ffmpeg takes the camera's first raw format, which at 720p is often 5 pictures a second. */
function v4l2Input(device: string, { fps }: PictureRequest): readonly string[] {
  return ['-f', 'v4l2', '-thread_queue_size', '4', '-framerate', String(Math.max(fps, 10)), '-i', device];
}

const ffmpeg = (args: readonly string[]): CaptureCommand => ({ program: 'ffmpeg', args: [...FFMPEG_QUIET, ...args] });
