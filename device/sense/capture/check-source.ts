// What can be known of a source before anything runs: the tools are there, the file exists and holds a picture. A
// live device may be absent today and come tomorrow, so its absence is a state, not an error.
import { spawn as nodeSpawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import type { Spawn } from './capture-child.ts';
import type { Source } from './source.ts';

const PROBE_TIMEOUT_MS = 20_000;
const PROBE_BYTES_MAX = 256 * 1024;

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

export interface FileContent {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasSound: boolean;
}

/** @throws RoomtoneError `TOOL_MISSING`, `SOURCE_NOT_FOUND` or `SOURCE_NO_VIDEO` */
export async function checkSource(source: Source, options: { readonly spawn?: Spawn } = {}): Promise<void> {
  if (source.kind === 'demo' || source.kind === 'file') await probeFile(source.path, options);
  else await run('ffmpeg', ['-version'], options);
}

/** @throws RoomtoneError as {@link checkSource} */
export async function probeFile(path: string, options: { readonly spawn?: Spawn } = {}): Promise<FileContent> {
  await access(path).catch((error: unknown) => {
    throw new RoomtoneError('SOURCE_NOT_FOUND', `cannot read ${path}`, 'Give a video file that exists.', {
      cause: error,
    });
  });
  const content = contentOf(await run('ffprobe', probeArgs(path), options));
  if (content !== null) return content;
  throw new RoomtoneError('SOURCE_NO_VIDEO', `${path} holds no video`, 'Give a file with a video stream.');
}

function probeArgs(path: string): readonly string[] {
  const entries = 'stream=codec_type,width,height:stream_disposition=attached_pic';
  return ['-v', 'error', '-protocol_whitelist', 'file', '-show_entries', entries, '-of', 'json', `file:${path}`];
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

/** Standard output of `program`, whatever it exits with; bounded in time and length. */
function run(program: string, args: readonly string[], { spawn = nodeSpawn }: { readonly spawn?: Spawn }) {
  return new Promise<string>((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: PROBE_TIMEOUT_MS });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length < PROBE_BYTES_MAX) output += chunk.toString('utf8');
    });
    child.once('error', (error) => reject(toolMissing(program, error)));
    child.once('close', () => resolve(output));
  });
}

function toolMissing(program: string, cause: unknown): RoomtoneError {
  return new RoomtoneError(
    'TOOL_MISSING',
    `${program} cannot be started: ${messageOf(cause)}`,
    'Install ffmpeg: `apt-get install ffmpeg`.',
    { cause },
  );
}
