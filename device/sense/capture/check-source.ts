// What can be known of a source before anything runs: the tools are there, the file exists and holds a picture. A
// live device may be absent today and come tomorrow, so its absence is a state, not an error.
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { RoomtoneError } from '../../../shared/errors.ts';
import type { Source } from './source.ts';
import { askTool, type ToolPorts } from './tool.ts';

/** Only what is read of ffprobe's JSON; a cover picture of a sound file is a video stream with `attached_pic`. */
const probeSchema = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      width: z.int().optional(),
      height: z.int().optional(),
      disposition: z.object({ attached_pic: z.int().optional() }).optional(),
    }),
  ),
});

/** What each kind needs beside ffprobe, and an argument that makes it answer at once. */
const TOOLS: Readonly<Record<Source['kind'], readonly (readonly [string, string])[]>> = {
  demo: [['ffmpeg', '-version']],
  file: [['ffmpeg', '-version']],
  v4l2: [['ffmpeg', '-version']],
  network: [['ffmpeg', '-version']],
  socket: [],
  auto: [['ffmpeg', '-version']],
  rpicam: [
    ['ffmpeg', '-version'],
    ['rpicam-vid', '--version'],
  ],
  jetson: [
    ['ffmpeg', '-version'],
    ['gst-launch-1.0', '--version'],
  ],
};

export interface FileContent {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasSound: boolean;
}

/** @throws RoomtoneError `TOOL_MISSING`, `SOURCE_NOT_FOUND` or `SOURCE_NO_VIDEO` */
export async function checkSource(source: Source, options: ToolPorts = {}): Promise<void> {
  if (source.kind === 'demo' || source.kind === 'file') await probeFile(source.path, options);
  for (const [tool, argument] of TOOLS[source.kind]) await askTool(tool, [argument], options);
}

/** @throws RoomtoneError as {@link checkSource} */
export async function probeFile(path: string, options: ToolPorts = {}): Promise<FileContent> {
  await requireRegularFile(path);
  const content = contentOf(await askTool('ffprobe', probeArgs(path), options));
  if (content !== null) return content;
  throw new RoomtoneError('SOURCE_NO_VIDEO', `${path} holds no video`, 'Give a file with a video stream.');
}

/**
 * A replayed clip needs no claim and no notice, so nothing that could be of now may pass for one: no device, no pipe, and
 * (by the list of containers) no playlist or script that names other files.
 */
export async function requireRegularFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => error as Error);
  if (!(found instanceof Error) && found.isFile()) return;
  const message = found instanceof Error ? `cannot read ${path}` : `${path} is no regular file`;
  throw new RoomtoneError('SOURCE_NOT_FOUND', message, 'Give a video file; a camera is named as v4l2:PATH.', {
    cause: found,
  });
}

/** Demuxers of single files with pictures in them, by ffmpeg's names. */
const CONTAINERS = 'mov,mp4,m4a,3gp,matroska,webm,avi,mpeg,mpegts,mpegvideo,h264,hevc,ogg,flv,asf,nut,ivf,gif';

function probeArgs(path: string): readonly string[] {
  const entries = 'stream=codec_type,width,height:stream_disposition=attached_pic';
  const input = ['-protocol_whitelist', 'file', '-format_whitelist', CONTAINERS];
  return ['-v', 'error', ...input, '-show_entries', entries, '-of', 'json', `file:${path}`];
}

function contentOf(json: string): FileContent | null {
  const probe = probeSchema.safeParse(parsedOrNull(json));
  const streams = probe.success ? probe.data.streams : [];
  const video = streams.find((it) => it.codec_type === 'video' && it.disposition?.attached_pic !== 1);
  if (!video?.width || !video.height) return null;
  const hasSound = streams.some((it) => it.codec_type === 'audio');
  return { widthPx: video.width, heightPx: video.height, hasSound };
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
