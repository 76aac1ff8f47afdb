// Clips of one talker each, decoded as the device decodes a file, and where the talker's face is: by other detectors than
// the shipped one, so that it does not set its own truth.
import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { type Box, type Frame, frameBytes } from '../../../device/sense/frame.ts';
import { RoomtoneError } from '../../../shared/errors.ts';
import type { Candidate } from '../candidates.ts';
import { medianBox } from '../face-pictures.ts';
import { FPS, timeOf, type Video } from './watch.ts';

/** Half a minute of 720p; clips of talkers are a few seconds of less. */
const BYTES_MAX = 300 * frameBytes(1_280, 720);
const PPM_HEADER = /^P6\n(\d+) (\d+)\n255\n/;
/** Least score of a judge that says where the face is. */
const SURE = 0.7;
/** Frames that the judges are shown. */
const SHOWN = 5;

/** @throws RoomtoneError `SOURCE_NO_VIDEO`, `DATA_EMPTY` where no face is seen */
export async function readClip(path: string, judges: readonly Candidate[]): Promise<Video> {
  const frames = framesOf(await decode(path));
  if (frames.length === 0) throw unreadable(path, 'it has no picture');
  return { frames, faces: [await mainFace(path, frames, judges)] };
}

/** Pictures as PPM, one after the other. */
async function decode(path: string): Promise<Buffer> {
  const input = ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file', '-i', `file:${path}`];
  const filter = ['-map', '0:v:0', '-vf', `fps=${FPS}:start_time=0,format=rgb24`];
  const output = ['-f', 'image2pipe', '-c:v', 'ppm', '-'];
  try {
    const options = { encoding: 'buffer', maxBuffer: BYTES_MAX } as const;
    return (await promisify(execFile)('ffmpeg', [...input, ...filter, ...output], options)).stdout;
  } catch (error) {
    throw unreadable(path, 'ffmpeg cannot decode it', error);
  }
}

function framesOf(pictures: Buffer): readonly Frame[] {
  const [header = '', width, height] = PPM_HEADER.exec(pictures.subarray(0, 32).toString('latin1')) ?? [];
  const [widthPx, heightPx] = [Number(width), Number(height)];
  const bytes = header.length + frameBytes(widthPx, heightPx);
  const count = header === '' ? 0 : Math.floor(pictures.length / bytes);
  return Array.from({ length: count }, (_, index) => {
    const pixels = Uint8Array.from(pictures.subarray(index * bytes + header.length, (index + 1) * bytes));
    return { pixels, widthPx, heightPx, capturedAtMs: timeOf(index) };
  });
}

/** The median of what the judges are surest of, over frames spread over the clip. */
async function mainFace(path: string, frames: readonly Frame[], judges: readonly Candidate[]): Promise<Box> {
  const boxes: Box[] = [];
  const step = Math.ceil(frames.length / SHOWN);
  for (const frame of frames.filter((_, index) => index % step === 0)) {
    for (const judge of judges) {
      const [surest] = await judge.detect(pictureOf(frame), sizeFor(frame), SURE);
      if (surest !== undefined) boxes.push(surest.box);
    }
  }
  if (boxes.length > 0) return medianBox(boxes);
  throw new RoomtoneError('DATA_EMPTY', `no judge sees a face in ${basename(path)}`, 'Leave it out.');
}

const pictureOf = ({ pixels, widthPx, heightPx }: Frame) => ({ rgb: pixels, width: widthPx, height: heightPx });

/** The frame's own size in whole strides. */
function sizeFor({ widthPx, heightPx }: Frame) {
  const toStride = (side: number) => Math.max(1, Math.round(side / 32)) * 32;
  return { widthPx: toStride(widthPx), heightPx: toStride(heightPx) };
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new RoomtoneError('SOURCE_NO_VIDEO', `${basename(path)} is no clip: ${why}`, 'Leave it out.', { cause });
