// Real frames of one face at 640 × 480, decoded before anything is measured.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { frameBytes } from '../../device/sense/frame.ts';
import { fetchClip } from './pinned.ts';

export const WIDTH_PX = 640;
export const HEIGHT_PX = 480;
/** Of the frames, as the device takes them. */
export const FPS = 10;

/** `count` successive frames, RGB. */
export async function readFrames(count: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const filter = `fps=${FPS},scale=${WIDTH_PX}:${HEIGHT_PX},format=rgb24`;
  const input = ['-nostdin', '-loglevel', 'error', '-i', await fetchClip()];
  const output = ['-vf', filter, '-frames:v', String(count), '-f', 'rawvideo', 'pipe:1'];
  const ffmpeg = spawn('ffmpeg', [...input, ...output], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [bytes] = await Promise.all([buffer(ffmpeg.stdout), once(ffmpeg, 'exit')]);
  const size = frameBytes(WIDTH_PX, HEIGHT_PX);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * size, (index + 1) * size)),
  );
}
