// `npx tsx test/bench/sound-offset.ts --data DIR [--loops N] [--json]`: how well picture and sound stay together on their
// way through the capture path, on every clip in a folder (talking faces). Each clip is played by the camera as sense plays
// it, at the clip's own 25 pictures a second. Three figures a clip, in ms, positive where the sound is late:
// - offset: our timestamps against those of the file. Pictures are recognised bit by bit, sound by correlation of its
//   samples, so this holds no guess: (sound captured − sound in the file) − (picture captured − picture in the file),
//   the median of the first loop; drift is what the last loop adds to it.
// - mouth: sound against the opening of the mouth, through the capture path, and the same in the file itself. The opening
//   is how dark the mouth is (mouth.ts), the sound its level in dB; the lag is where they correlate best within ±300 ms.
//   Mouths open before they are heard, by tens to hundreds of ms: that part is in the file as well.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AudioChunk, CHUNK_MS, CHUNK_SAMPLES, SAMPLE_RATE_HZ } from '../../device/sense/capture/audio-chunk.ts';
import { Camera } from '../../device/sense/capture/camera.ts';
import { PICTURE_MAX, pictureOutput, soundOutput } from '../../device/sense/capture/capture-command.ts';
import { PictureStream } from '../../device/sense/capture/picture-stream.ts';
import type { Frame } from '../../device/sense/frame.ts';
import { ports } from '../fixtures/capture/ports.ts';
import { bestLag, correlationOf, type Lag, type Sample } from './lag.ts';
import { machineOf } from './machine.ts';
import { mouthReader } from './mouth.ts';
import { median, rounded } from './statistics.ts';

const FPS = 25;
const MOUTH_WITHIN_MS = 300;
/** A chunk is sure of its place in the file above this correlation, and worth asking above this level. */
const SURE = 0.98;
const LOUD = 0.02;

interface Clip {
  readonly frames: readonly Frame[];
  readonly samples: Float32Array;
}

interface Captured {
  readonly frames: readonly { readonly atMs: number; readonly index: number }[];
  readonly chunks: readonly AudioChunk[];
}

const digestOf = (pixels: Uint8Array) => createHash('md5').update(pixels).digest('base64');

/** The clip as the capture command decodes it, with the file's own times: picture k at k ÷ 25 s, sample k at k ÷ 16,000 s. */
function decode(path: string): Clip {
  const run = (output: readonly string[]) =>
    new Uint8Array(execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...output], { maxBuffer: 1e9 }));
  const frames: Frame[] = [];
  const stream = new PictureStream({
    onPicture: ({ pixels, widthPx, heightPx }) => {
      frames.push({ pixels: pixels.slice(), widthPx, heightPx, capturedAtMs: (frames.length * 1_000) / FPS });
      stream.recycle(pixels);
    },
    onFault: (fault) => {
      throw new Error(fault);
    },
    onStarved: () => {},
  });
  stream.write(run(pictureOutput({ ...PICTURE_MAX, fps: FPS })));
  const raw = run(soundOutput('pipe:1'));
  const samples = Float32Array.from(new Int16Array(raw.buffer, 0, raw.length >> 1), (value) => value / 32_768);
  return { frames, samples };
}

async function capture(path: string, clip: Clip, loops: number): Promise<Captured> {
  const indexOf = new Map(clip.frames.map(({ pixels }, index) => [digestOf(pixels), index]));
  const chunks: AudioChunk[] = [];
  const frames: { readonly atMs: number; readonly index: number }[] = [];
  const onSound = (chunk: AudioChunk) => void chunks.push(chunk);
  const camera = new Camera({ ...ports(), source: { kind: 'file', path }, fps: FPS, onSound });
  await camera.start();
  for await (const frame of camera.frames) {
    const index = indexOf.get(digestOf(frame.pixels));
    if (index !== undefined) frames.push({ atMs: frame.capturedAtMs, index });
    camera.recycle(frame);
    const first = frames[0]?.atMs ?? frame.capturedAtMs;
    if (frame.capturedAtMs - first > (loops * clip.frames.length * 1_000) / FPS) break;
  }
  await camera.stop();
  return { frames, chunks };
}

/** Where in the file a chunk comes from, in ms; null when that is not sure. */
function placeOf({ samples }: AudioChunk, whole: Float32Array): number | null {
  let best = { at: 0, dot: 0 };
  for (let at = 0; at + CHUNK_SAMPLES <= whole.length; at += 1) {
    let dot = 0;
    for (let i = 0; i < CHUNK_SAMPLES; i += 2) dot += (samples[i] ?? 0) * (whole[at + i] ?? 0);
    if (dot > best.dot) best = { at, dot };
  }
  const pairs = Array.from(samples, (value, i) => [value, whole[best.at + i] ?? 0] as const);
  return correlationOf(pairs) < SURE ? null : (best.at * 1_000) / SAMPLE_RATE_HZ;
}

const isLoud = ({ samples }: AudioChunk) => levelOf(samples) > LOUD;
const levelOf = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, it) => sum + it * it, 0) / samples.length);

/** Captured minus in the file, of each picture and of every fourth loud chunk, from the first loop on. */
function latenessOf(captured: Captured, clip: Clip) {
  const loopMs = (clip.frames.length * 1_000) / FPS;
  const startMs = median(captured.frames.slice(0, 20).map(({ atMs, index }) => atMs - (index * 1_000) / FPS));
  const loopOf = (beginMs: number) => Math.round((beginMs - startMs) / loopMs);
  const pictures = captured.frames.map(({ atMs, index }) => atMs - (index * 1_000) / FPS);
  const sounds = captured.chunks.filter(isLoud).flatMap((chunk, index) => {
    const place = index % 4 === 0 ? placeOf(chunk, clip.samples) : null;
    return place === null ? [] : [chunk.capturedAtMs - place];
  });
  return (loop: number) => ({
    picture: median(pictures.filter((beginMs) => loopOf(beginMs) === loop)),
    sound: median(sounds.filter((beginMs) => loopOf(beginMs) === loop)),
  });
}

const decibels = (atMs: number, samples: Float32Array): Sample => ({
  atMs: atMs + CHUNK_MS / 2,
  value: 20 * Math.log10(levelOf(samples) + 1e-4),
});

async function mouthLags(
  clip: Clip,
  captured: Captured,
): Promise<{ readonly file: Lag; readonly captured: Lag } | null> {
  const [first] = clip.frames;
  const read = first === undefined ? null : await mouthReader(first);
  if (read === null) return null;
  const openings = clip.frames.map(read);
  const inFile = openings.map((value, index) => ({ atMs: (index * 1_000) / FPS, value }));
  const soundInFile = Array.from({ length: Math.floor(clip.samples.length / CHUNK_SAMPLES) }, (_, index) =>
    decibels(index * CHUNK_MS, clip.samples.subarray(index * CHUNK_SAMPLES, (index + 1) * CHUNK_SAMPLES)),
  );
  const seen = captured.frames.slice(0, clip.frames.length);
  const opened = seen.map(({ atMs, index }) => ({ atMs, value: openings[index] ?? 0 }));
  const heard = captured.chunks.map(({ capturedAtMs, samples }) => decibels(capturedAtMs, samples));
  return {
    file: bestLag(inFile, soundInFile, MOUTH_WITHIN_MS),
    captured: bestLag(opened, heard, MOUTH_WITHIN_MS),
  };
}

async function measure(path: string, loops: number) {
  const clip = decode(path);
  const captured = await capture(path, clip, loops);
  const lateness = latenessOf(captured, clip);
  const offsetOf = (loop: number) => lateness(loop).sound - lateness(loop).picture;
  const mouth = await mouthLags(clip, captured);
  return {
    offsetMs: rounded(offsetOf(0), 1),
    driftMs: loops > 1 ? rounded(offsetOf(loops - 1) - offsetOf(0), 1) : null,
    mouthMs: mouth?.captured.ms ?? null,
    mouthInFileMs: mouth?.file.ms ?? null,
    correlation: mouth === null ? null : rounded(mouth.captured.correlation),
  };
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    loops: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});
if (values.data === undefined) throw new Error('--data DIR: a folder of clips');
const names = (await readdir(values.data)).filter((name) => /\.(mpg|mp4|mkv|avi)$/.test(name)).sort();
const clips: (Awaited<ReturnType<typeof measure>> & { readonly name: string })[] = [];
for (const name of names) {
  const figures = await measure(join(values.data, name), Number(values.loops));
  clips.push({ name, ...figures });
  const { offsetMs, driftMs, mouthMs, mouthInFileMs, correlation } = figures;
  const mouth = `mouth ${mouthMs} ms (in the file ${mouthInFileMs}, r = ${correlation})`;
  if (!values.json) console.log(`${name}: offset ${offsetMs} ms, drift ${driftMs} ms; ${mouth}`);
}
const middle = (of: (clip: (typeof clips)[number]) => number | null) =>
  rounded(median(clips.flatMap((clip) => of(clip) ?? []).filter(Number.isFinite)), 1);
const report = {
  clips,
  median: {
    offsetMs: middle((it) => it.offsetMs),
    driftMs: middle((it) => it.driftMs),
    mouthMs: middle((it) => it.mouthMs),
  },
  worstOffsetMs: Math.max(...clips.map(({ offsetMs }) => Math.abs(offsetMs)).filter(Number.isFinite)),
  machine: machineOf(),
  date: new Date().toISOString(),
};
const { offsetMs, driftMs, mouthMs } = report.median;
if (values.json) console.log(JSON.stringify(report));
else
  console.log(
    `median: offset ${offsetMs} ms (worst ${report.worstOffsetMs}), drift ${driftMs} ms, mouth ${mouthMs} ms`,
  );
