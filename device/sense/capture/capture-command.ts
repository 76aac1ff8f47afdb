// The command line of each kind of source. Pure: what runs is decided here and started elsewhere. Every command writes
// pictures as PPM on its standard output. Secrets go to its standard input, since everybody may read a command line.
import type { NetworkAddress } from './network-address.ts';
import type { Source } from './source.ts';

export interface CaptureCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Written to standard input, which is then closed. */
  readonly input?: string;
}

export interface PictureRequest {
  readonly fps: number;
  /** The picture is scaled down to fit, keeping its shape; never up. */
  readonly widthMaxPx: number;
  readonly heightMaxPx: number;
  /** Also the sound of the source, on file descriptor 3. It must have some. */
  readonly withSound?: boolean;
}

/** How a V4L2 device is asked: without a format ffmpeg takes the first, often 5 raw pictures a second. */
export interface DeviceMode {
  readonly format: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Null where the device does not tell its rates. */
  readonly fps: number | null;
}

/** A source that a child is started for: `auto` has been decided, and `socket` has its child elsewhere. */
export type OpenableSource = Exclude<Source, { readonly kind: 'auto' | 'socket' }>;

/** 720p: a face of 24 px at the far end of a room is still found, and no detector here takes more. */
export const PICTURE_MAX = { widthMaxPx: 1280, heightMaxPx: 720 } as const;

/** What a sensor on a ribbon cable is asked for; its own rate, from which `fps` is taken. */
const CSI = { widthPx: 1280, heightPx: 720, sensorFps: 30 } as const;

const FFMPEG_QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error'] as const;

export function captureCommand(source: OpenableSource, request: PictureRequest, mode?: DeviceMode): CaptureCommand {
  switch (source.kind) {
    case 'demo':
    case 'file':
      return ffmpeg([...fileInput(source.path), ...pictureOutput(request)]);
    case 'v4l2':
      return ffmpeg([...v4l2Input(source.device, mode), ...pictureOutput(request)]);
    case 'rpicam':
      return piped(rpicam(request), csiToPictures(request.fps, request));
    case 'jetson':
      return piped(jetson(), csiToPictures(CSI.sensorFps, request), JETSON_DESCRIPTORS);
    case 'network':
      return networkCommand(source.address, request);
    default:
      return source satisfies never;
  }
}

/** First video stream to PPM on standard output, each picture flushed when it is whole. */
export function pictureOutput(request: PictureRequest): readonly string[] {
  const filter = `fps=${request.fps}:start_time=0,${scaleFilter(request)},format=rgb24`;
  const sound = request.withSound === true ? soundOutput('pipe:3') : [];
  return [
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filter],
    ...['-f', 'image2pipe', '-c:v', 'ppm', '-flush_packets', '1', 'pipe:1', ...sound],
  ];
}

/**
 * First sound stream as signed 16 bit, 16 kHz, mono. Gaps are filled and the beginning is the stream's own, as for
 * pictures, so that place in the stream is time.
 */
export const soundOutput = (to: string): readonly string[] => [
  ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-af', 'aresample=16000:async=1:min_hard_comp=0.02:first_pts=0'],
  ...['-ac', '1', '-f', 's16le', '-flush_packets', '1', to],
];

/** Even sides, square pixels, at most the request. `sar` is 1 where the stream says nothing. */
export function scaleFilter({ widthMaxPx, heightMaxPx }: PictureRequest): string {
  const shrink = `min(1\\,min(${widthMaxPx}/(iw*sar)\\,${heightMaxPx}/ih))`;
  return `scale=w=trunc(iw*sar*${shrink}/2)*2:h=trunc(ih*${shrink}/2)*2:flags=fast_bilinear,setsar=1`;
}

/** A file plays at its own speed for ever, and may open nothing but files (a playlist can't reach a network). */
export function fileInput(path: string): readonly string[] {
  return ['-protocol_whitelist', 'file', '-re', '-stream_loop', '-1', '-i', `file:${path}`];
}

function v4l2Input(device: string, mode: DeviceMode | undefined): readonly string[] {
  if (mode === undefined) return ['-f', 'v4l2', '-i', device];
  const rate = mode.fps === null ? [] : ['-framerate', String(mode.fps)];
  const size = `${mode.widthPx}x${mode.heightPx}`;
  return ['-f', 'v4l2', '-input_format', mode.format, '-video_size', size, ...rate, '-i', device];
}

/** `-` as output; `--flush` so that no picture waits for the next; `--nopreview` since there is no screen. */
const rpicam = ({ fps }: PictureRequest) => [
  ...['rpicam-vid', '--nopreview', '--timeout', '0', '--codec', 'yuv420', '--flush', '--framerate', String(fps)],
  ...['--width', String(CSI.widthPx), '--height', String(CSI.heightPx), '--output', '-'],
];

const jetson = () => [
  ...['gst-launch-1.0', '-q', 'nvarguscamerasrc', '!'],
  `video/x-raw(memory:NVMM),width=${CSI.widthPx},height=${CSI.heightPx},framerate=${CSI.sensorFps}/1`,
  ...['!', 'nvvidconv', '!', 'video/x-raw,format=I420', '!', 'fdsink', 'fd=3', 'sync=false'],
];

/** nvarguscamerasrc talks on standard output (printf, also of errors), so pictures leave by another descriptor. */
const JETSON_DESCRIPTORS = ' 3>&1 1>&2';

/** Raw I420 of the size that was asked for, from standard input. A picture cut short is dropped with the stream. */
function csiToPictures(sensorFps: number, request: PictureRequest): readonly string[] {
  const size = `${CSI.widthPx}x${CSI.heightPx}`;
  const input = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', size, '-framerate', String(sensorFps)];
  return ['ffmpeg', ...FFMPEG_QUIET, ...input, '-i', 'pipe:0', ...pictureOutput(request)];
}

/** Two programs in one group, each of which dies with the shell between them and sense. */
function piped(from: readonly string[], to: readonly string[], descriptors = ''): CaptureCommand {
  const dying = (words: readonly string[]) => `setpriv --pdeathsig KILL -- ${words.map(quoted).join(' ')}`;
  return { program: 'sh', args: ['-c', `${dying(from)}${descriptors} | ${dying(to)}`] };
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/** Protocols that a camera on the network may lead to; `file` is not among them. */
const NETWORK_PROTOCOLS = 'pipe,fd,rtsp,rtsps,rtp,srtp,tcp,udp,tls,crypto,http,https,httpproxy';

/**
 * The address reaches ffmpeg as a one-line concat script (ffmpeg 5 and later) on its standard input.
 * A playlist comes in bursts of one segment, so it is played at its own speed (`-re`); everything else comes live.
 */
function networkCommand(address: NetworkAddress, request: PictureRequest): CaptureCommand {
  const pace = address.kind === 'hls' ? ['-re'] : [];
  const script = ['-f', 'concat', '-safe', '0', '-protocol_whitelist', NETWORK_PROTOCOLS, '-i', 'pipe:0'];
  return { ...ffmpeg([...pace, ...script, ...pictureOutput(request)]), input: concatScript(address) };
}

/** Microseconds: a camera that says nothing for this long has gone; sense notices earlier. */
const NETWORK_TIMEOUT_US = '8000000';

const NETWORK_OPTIONS = {
  rtsp: ['rtsp_transport tcp', `timeout ${NETWORK_TIMEOUT_US}`, 'fflags nobuffer', 'analyzeduration 1000000'],
  hls: [`rw_timeout ${NETWORK_TIMEOUT_US}`],
  /** MJPEG has no times of its own. */
  http: [`rw_timeout ${NETWORK_TIMEOUT_US}`, 'use_wallclock_as_timestamps 1'],
} as const;

export function concatScript(address: NetworkAddress): string {
  const options = NETWORK_OPTIONS[address.kind].map((option) => `option ${option}`);
  return ['ffconcat version 1.0', `file ${quoted(address.reveal())}`, ...options, ''].join('\n');
}

const ffmpeg = (args: readonly string[]): CaptureCommand => ({ program: 'ffmpeg', args: [...FFMPEG_QUIET, ...args] });
