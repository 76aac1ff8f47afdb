import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { socketPaths } from '../../device/runtime/sockets.ts';
import { senseStatusSchema } from '../../shared/sense-api.ts';
import { PROJECT } from '../fixtures/appliance.ts';
import { RunningSense } from '../fixtures/sense/running-sense.ts';
import { BYTES_MIN, SCORE_FOUND, watermarkScore } from '../fixtures/watermark/sequence.ts';
import { makeWatermarkedSound, SOUND_BYTES_MIN, soundScore } from '../fixtures/watermark/sound.ts';
import { isPipe, straceInto, writesOf } from '../fixtures/watermark/traced-writes.ts';
import { CLIP, makeWatermarkedClip } from '../fixtures/watermark/watermarked-clip.ts';

let clips: string;
let clip: string;
let sound: string;
let folder: string;
let sense: RunningSense | undefined;

beforeAll(async () => {
  clips = await mkdtemp(join(tmpdir(), 'roomtone-watermark-'));
  clip = join(clips, 'clip.mkv');
  await makeWatermarkedClip(clip);
  sound = join(clips, 'sound.wav');
  await makeWatermarkedSound(sound);
  return () => rm(clips, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-trace-'));
});
afterEach(async () => {
  await sense?.remove();
  await rm(folder, { recursive: true, force: true });
});

interface Traced {
  /** Targets other than pipes that were given the watermark. */
  readonly leaks: readonly string[];
  /** Bytes that went elsewhere than into pipes: what was looked at. */
  readonly bytesSeen: number;
  /** The best score among the pipes: that the watermark can be found at all. */
  readonly pipeScore: number;
  readonly pictures: readonly Buffer[];
  /** The same of the sound: targets that were given it, and that it can be found among the pipes. */
  readonly soundLeaks: readonly string[];
  readonly soundPipeScore: number;
}

/** Runs sense on the clip, with the sound at its microphone, for two windows under strace; looks at every byte it wrote. */
async function traced(
  env: Readonly<Record<string, string>>,
  during: (running: RunningSense) => Promise<void>,
): Promise<Traced> {
  const trace = join(folder, 'trace');
  const options = ['--microphone', sound];
  const wrapper = straceInto(trace);
  sense = await RunningSense.start({ wrapper, env: { UV_USE_IO_URING: '0', ...env }, source: clip, options });
  await sense.releases((found) => heard(found) >= 2, 240_000);
  await during(sense);
  await sense.stop();
  return examine(trace);
}

/** Windows of voices, told or held back by anything but a silent microphone: sound really was taken in. */
const heard = (found: readonly { readonly stream: string; readonly payload: string }[]) =>
  found.filter(({ stream, payload }) => stream === 'voice' && !payload.includes('"microphone"')).length;

/** All bytes of one target one after the other: a leak may come in small pieces. */
class Streams {
  readonly #bytes = new Map<string, Buffer[]>();

  add(target: string, bytes: Buffer): void {
    const before = this.#bytes.get(target);
    if (before === undefined) this.#bytes.set(target, [bytes]);
    else before.push(bytes);
  }

  *[Symbol.iterator](): Generator<readonly [target: string, bytes: Buffer]> {
    for (const [target, parts] of this.#bytes) yield [target, Buffer.concat(parts)];
  }
}

const LOOKED_AT_BYTES = 65_536;
/** The best score of any piece: what is loud in one place must not drown what leaked in another. */
function soundScoreOf(bytes: Buffer): number {
  let best = 0;
  for (let at = 0; at + SOUND_BYTES_MIN <= bytes.length && best < SCORE_FOUND; at += LOOKED_AT_BYTES / 2)
    best = Math.max(best, soundScore(bytes.subarray(at, at + LOOKED_AT_BYTES)));
  return best;
}

/** Sound goes through its pipe in pieces of this size at most; pictures in larger ones. */
const SOUND_PIECE_BYTES = 8_192;

async function examine(trace: string): Promise<Traced> {
  const leaks: string[] = [];
  const pictures: Buffer[] = [];
  const elsewhere = new Streams();
  let [bytesSeen, pipeScore, soundPipeScore] = [0, 0, 0];
  for await (const write of writesOf(trace)) {
    if (isPipe(write)) {
      if (pipeScore < SCORE_FOUND && write.bytes.length >= BYTES_MIN)
        pipeScore = Math.max(pipeScore, watermarkScore(write.bytes));
      if (soundPipeScore < SCORE_FOUND && write.bytes.length >= 1_024 && write.bytes.length <= SOUND_PIECE_BYTES)
        soundPipeScore = Math.max(soundPipeScore, soundScore(write.bytes));
      continue;
    }
    bytesSeen += write.bytes.length;
    elsewhere.add(write.target, write.bytes);
    if (watermarkScore(write.bytes) >= SCORE_FOUND) leaks.push(write.target);
    const start = write.bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
    if (start >= 0) pictures.push(write.bytes.subarray(start));
  }
  const soundLeaks = [...elsewhere].filter(([, bytes]) => soundScoreOf(bytes) >= SCORE_FOUND).map(([target]) => target);
  return { leaks, bytesSeen, pipeScore, pictures, soundLeaks, soundPipeScore };
}

/** Watches the preview until `count` pictures came. */
async function watchPreview(running: RunningSense, count: number): Promise<void> {
  const enable = { method: 'PUT', path: '/v1/preview', body: { enabled: true }, response: senseStatusSchema } as const;
  await running.control.request(enable);
  const socket = new WebSocket(`ws+unix:${socketPaths(join(running.folder, 'run')).preview}:/v1/preview`);
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (_data, isBinary) => {
      if (isBinary) seen += 1;
      if (seen >= count) resolve();
    });
  });
  socket.terminate();
}

describe('P7: no picture and no sound reaches a disk, a log or the network', () => {
  it('P7: of a run on a watermarked face and voice, not one byte outside the pipes carries either watermark', async () => {
    const { leaks, bytesSeen, pipeScore, pictures, soundLeaks, soundPipeScore } = await traced({}, async () => {});
    expect(leaks).toEqual([]);
    expect(soundLeaks).toEqual([]);
    expect(soundPipeScore).toBeGreaterThan(SCORE_FOUND);
    expect(pictures).toEqual([]);
    expect(pipeScore).toBeGreaterThan(SCORE_FOUND);
    expect(bytesSeen).toBeGreaterThan(10_000);
  });

  it('P7: a raw picture that is written to a file is found', async () => {
    const leakFile = join(folder, 'leaked');
    const leak = `--import ${join(PROJECT, 'test/fixtures/watermark/leak.mjs')}`;
    const { leaks } = await traced({ NODE_OPTIONS: leak, LEAK_FILE: leakFile }, async () => {});
    expect(leaks).toContain(`<${leakFile}>`);
  });

  it('P7: raw sound that is written to a file, piece by piece, is found', async () => {
    const leakFile = join(folder, 'leaked-sound');
    const leak = `--import ${join(PROJECT, 'test/fixtures/watermark/leak.mjs')}`;
    const { leaks, soundLeaks } = await traced({ NODE_OPTIONS: leak, LEAK_SOUND_FILE: leakFile }, async () => {});
    expect([leaks, soundLeaks]).toEqual([[], [`<${leakFile}>`]]);
  });

  it('P7: with the preview on, only the mosaic is found, and it does not carry the watermark', async () => {
    const { leaks, pictures, soundLeaks } = await traced({}, (running) => watchPreview(running, 10));
    expect([leaks, soundLeaks]).toEqual([[], []]);
    expect(pictures.length).toBeGreaterThanOrEqual(10);
    for (const picture of pictures.slice(0, 10)) {
      const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
      expect(info.width * info.height).toBeLessThan((CLIP.widthPx * CLIP.heightPx) / 50);
      expect(watermarkScore(new Uint8Array(data))).toBeLessThan(SCORE_FOUND);
    }
  });
});
