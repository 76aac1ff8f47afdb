// What a V4L2 node can do, read from `v4l2-ctl --info --list-formats-ext`, and the mode it is opened in.
import type { DeviceMode } from './capture-command.ts';

/** Name of each FourCC in ffmpeg, best first: compressed at the camera, so that 720p fits through USB 2. */
const FORMATS: Readonly<Record<string, string>> = {
  MJPG: 'mjpeg',
  JPEG: 'mjpeg',
  YUYV: 'yuyv422',
  UYVY: 'uyvy422',
  NV12: 'nv12',
  YU12: 'yuv420p',
  RGB3: 'rgb24',
  BGR3: 'bgr24',
  GREY: 'gray',
};
const WANTED = { widthPx: 1280, heightPx: 720, fps: 10 } as const;

export interface DeviceFormat {
  readonly fourcc: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pictures a second, highest first; empty where the device does not tell. */
  readonly rates: readonly number[];
}

export interface DeviceAbilities {
  readonly name: string;
  readonly canCapture: boolean;
  /** Only through the multi-planar interface, which ffmpeg does not speak. */
  readonly isMultiplanar: boolean;
  readonly formats: readonly DeviceFormat[];
}

export function parseAbilities(text: string): DeviceAbilities {
  const own = /Device Caps\s*:.*\n((?:\t\t.*\n?)*)/.exec(text)?.[1] ?? '';
  const capabilities = own.split('\n').map((line) => line.trim());
  return {
    name: /Card type\s*: (.*)/.exec(text)?.[1]?.trim() ?? '',
    canCapture: capabilities.includes('Video Capture') || capabilities.includes('Video Capture Multiplanar'),
    isMultiplanar: !capabilities.includes('Video Capture'),
    formats: parseFormats(text),
  };
}

function parseFormats(text: string): readonly DeviceFormat[] {
  const formats: { fourcc: string; widthPx: number; heightPx: number; rates: number[] }[] = [];
  let fourcc = '';
  for (const line of text.split('\n')) {
    fourcc = /^\s*\[\d+\]: '(.{4})'/.exec(line)?.[1]?.trim() ?? fourcc;
    const size = /Size: Discrete (\d+)x(\d+)/.exec(line) ?? /Size: (?:Stepwise|Continuous) .* - (\d+)x(\d+)/.exec(line);
    if (size !== null) formats.push({ fourcc, widthPx: Number(size[1]), heightPx: Number(size[2]), rates: [] });
    const rate = /Interval: .*\((?:\d+\.\d+-)?(\d+\.\d+) fps\)/.exec(line)?.[1];
    if (rate !== undefined) formats.at(-1)?.rates.push(Number(rate));
  }
  for (const format of formats) format.rates.sort((a, b) => b - a);
  return formats;
}

/** The largest picture up to 720p at 10 a second or more, compressed if it can be; null when ffmpeg can read none. */
export function chooseMode({ formats }: Pick<DeviceAbilities, 'formats'>): DeviceMode | null {
  const readable = formats.filter(({ fourcc }) => fourcc in FORMATS);
  const [best] = [...readable].sort((a, b) => worth(b) - worth(a));
  if (best === undefined) return null;
  const { widthPx, heightPx, rates } = best;
  const enough = rates.findLast((rate) => rate >= WANTED.fps) ?? rates[0] ?? null;
  return { format: FORMATS[best.fourcc] ?? best.fourcc, widthPx, heightPx, fps: enough };
}

/** Fast enough, then not larger than wanted, then large, then compressed. */
function worth({ fourcc, widthPx, heightPx, rates }: DeviceFormat): number {
  const isFast = rates.length === 0 || (rates[0] ?? 0) >= WANTED.fps;
  const fits = widthPx <= WANTED.widthPx && heightPx <= WANTED.heightPx;
  const pixels = widthPx * heightPx;
  const isCompressed = fourcc === 'MJPG' || fourcc === 'JPEG';
  return (isFast ? 1e9 : 0) + (fits ? 5e8 + pixels : -pixels) + (isCompressed ? 0.5 : 0);
}
