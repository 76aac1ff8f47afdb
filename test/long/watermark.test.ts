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
import { isPipe, straceInto, writesOf } from '../fixtures/watermark/traced-writes.ts';
import { CLIP, makeWatermarkedClip } from '../fixtures/watermark/watermarked-clip.ts';

let clips: string;
let clip: string;
let folder: string;
let sense: RunningSense | undefined;

beforeAll(async () => {
  clips = await mkdtemp(join(tmpdir(), 'roomtone-watermark-'));
  clip = join(clips, 'clip.mkv');
  await makeWatermarkedClip(clip);
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
}

/** Runs sense on the clip for two windows under strace and looks at every byte it wrote. */
async function traced(
  env: Readonly<Record<string, string>>,
  during: (running: RunningSense) => Promise<void>,
): Promise<Traced> {
  const trace = join(folder, 'trace');
  sense = await RunningSense.start({ wrapper: straceInto(trace), env: { UV_USE_IO_URING: '0', ...env }, source: clip });
  await sense.releases((found) => found.length >= 4, 180_000);
  await during(sense);
  await sense.stop();
  return examine(trace);
}

async function examine(trace: string): Promise<Traced> {
  const leaks: string[] = [];
  const pictures: Buffer[] = [];
  let [bytesSeen, pipeScore] = [0, 0];
  for await (const write of writesOf(trace)) {
    if (isPipe(write)) {
      if (pipeScore < SCORE_FOUND && write.bytes.length >= BYTES_MIN)
        pipeScore = Math.max(pipeScore, watermarkScore(write.bytes));
      continue;
    }
    bytesSeen += write.bytes.length;
    if (watermarkScore(write.bytes) >= SCORE_FOUND) leaks.push(write.target);
    const start = write.bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
    if (start >= 0) pictures.push(write.bytes.subarray(start));
  }
  return { leaks, bytesSeen, pipeScore, pictures };
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

describe('P7: no picture reaches a disk, a log or the network', () => {
  it('P7: of a run on a watermarked face, not one byte outside the pipes carries the watermark', async () => {
    const { leaks, bytesSeen, pipeScore, pictures } = await traced({}, async () => {});
    expect(leaks).toEqual([]);
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

  it('P7: with the preview on, only the mosaic is found, and it does not carry the watermark', async () => {
    const { leaks, pictures } = await traced({}, (running) => watchPreview(running, 10));
    expect(leaks).toEqual([]);
    expect(pictures.length).toBeGreaterThanOrEqual(10);
    for (const picture of pictures.slice(0, 10)) {
      const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
      expect(info.width * info.height).toBeLessThan((CLIP.widthPx * CLIP.heightPx) / 50);
      expect(watermarkScore(new Uint8Array(data))).toBeLessThan(SCORE_FOUND);
    }
  });
});
