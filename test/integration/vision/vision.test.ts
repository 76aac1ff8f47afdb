import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../../device/runtime/clock.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { type Frame, frameBytes } from '../../../device/sense/frame.ts';
import { VisionWorker } from '../../../device/sense/inference/vision-worker.ts';
import type { Observation } from '../../../device/sense/observation.ts';
import type { StageOptions } from '../../../device/sense/vision/create-stage.ts';
import { prepareDemoScene } from '../../../provisioning/demo-scene.ts';
import { INFERENCE_STUCK_MS } from '../../../shared/limits.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const [WIDTH_PX, HEIGHT_PX] = [1_280, 720];
const never = new AbortController().signal;
const STAGE: StageOptions = {
  manifestFolder: join(ROOT, 'models/manifests'),
  artifactFolders: [join(ROOT, '.cache/models'), join(ROOT, 'models/artifacts')],
  tasks: ['face-detector', 'face-emotion'],
  providers: ['cpu'],
  threads: 2,
  attributeIntervalMs: 250,
};

let pictures: readonly Buffer[];

beforeAll(async () => {
  const scene = await prepareDemoScene(join(ROOT, '.cache'));
  const decode = ['-v', 'error', '-i', scene, '-frames:v', '45', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  const options = { encoding: 'buffer', maxBuffer: 2 ** 30 } as const;
  const { stdout } = await promisify(execFile)('ffmpeg', decode, options);
  const size = frameBytes(WIDTH_PX, HEIGHT_PX);
  pictures = Array.from({ length: stdout.length / size }, (_, at) => stdout.subarray(at * size, (at + 1) * size));
}, 120_000);

const frameAt = (index: number): Frame => ({
  pixels: Uint8Array.from(pictures[index] ?? []),
  widthPx: WIDTH_PX,
  heightPx: HEIGHT_PX,
  capturedAtMs: index * 100,
});

/** What the worker says of every picture of the demo room. */
async function watchRoom(stage: StageOptions): Promise<readonly Observation[]> {
  const vision = new VisionWorker({ stage, clock: new SystemClock(), random: new CryptoRandom() });
  await vision.start(never);
  const observations: Observation[] = [];
  try {
    for (const index of pictures.keys()) observations.push((await vision.handle(frameAt(index))).observation);
  } finally {
    await vision.stop();
  }
  return observations;
}

describe('vision', () => {
  it('sees six people in the demo room, the same six throughout, each with an emotion', async () => {
    const observations = await watchRoom(STAGE);
    const settled = observations.slice(30);
    expect(settled.every(({ tracks }) => tracks.length >= 6)).toBe(true);
    const [first, last] = [settled[0], settled.at(-1)];
    const ids = (observation: Observation | undefined) => observation?.tracks.map(({ id }) => id) ?? [];
    expect(ids(last)).toEqual(expect.arrayContaining(ids(first)));
    for (const { emotion, gender, box } of last?.tracks ?? []) {
      expect(gender).toBeNull();
      expect(emotion?.length).toBe(EMOTIONS.length);
      expect(emotion?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
      expect(box.width).toBeGreaterThan(10);
    }
  });

  it('P10: without the emotion task opens no emotion model, not even its manifest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'roomtone-vision-'));
    try {
      await cp(join(STAGE.manifestFolder, 'face-detector.json'), join(folder, 'face-detector.json'));
      await cp(join(ROOT, '.cache/models/face-detector.onnx'), join(folder, 'face-detector.onnx'));
      const stage: StageOptions = {
        ...STAGE,
        manifestFolder: folder,
        artifactFolders: [folder],
        tasks: ['face-detector'],
      };
      const observations = await watchRoom(stage);
      expect(observations.at(-1)?.tracks.length).toBeGreaterThanOrEqual(6);
      expect(observations.flatMap(({ tracks }) => tracks).every(({ emotion }) => emotion === null)).toBe(true);
      await expect(watchRoom({ ...stage, tasks: STAGE.tasks })).rejects.toMatchObject({ code: 'MODEL_MISSING' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('reads gender with its own model where it is asked for', async () => {
    const stage: StageOptions = { ...STAGE, tasks: [...STAGE.tasks, 'gender'] };
    const vision = new VisionWorker({ stage, clock: new SystemClock(), random: new CryptoRandom() });
    await vision.start(never);
    expect(Object.keys(vision.models().digests)).toEqual(['face-detector', 'face-emotion', 'gender']);
    expect(vision.models().genderUnsureBelow).toBeGreaterThan(0.5);
    let tracks: Observation['tracks'] = [];
    for (let index = 0; index < 30; index += 1) tracks = (await vision.handle(frameAt(index))).observation.tracks;
    await vision.stop();
    const genders = tracks.flatMap(({ gender }) => (gender === null || gender === undefined ? [] : [gender]));
    expect(genders.length).toBeGreaterThanOrEqual(4);
    for (const [female = 0, male = 0] of genders) expect(female + male).toBeCloseTo(1, 3);
  });

  it('takes the memory of a frame and gives it back, without a copy on this side', async () => {
    const vision = new VisionWorker({ stage: STAGE, clock: new SystemClock(), random: new CryptoRandom() });
    await vision.start(never);
    expect(vision.models().providers).toEqual({ 'face-detector': 'cpu', 'face-emotion': 'cpu' });
    expect(vision.models().digests['face-emotion']).toMatch(/^sha256:[0-9a-f]{64}$/);
    const frame = frameAt(3);
    const handling = vision.handle(frame);
    expect(frame.pixels.byteLength).toBe(0);
    const handled = await handling;
    expect(Buffer.from(handled.frame.pixels).equals(pictures[3] ?? Buffer.of())).toBe(true);
    expect(handled.observation.capturedAtMs).toBe(300);
    await vision.stop();
  });

  it('S3: giving a thread up while onnxruntime runs in it takes nothing else down', async () => {
    class HastyClock extends SystemClock {
      patienceMs = INFERENCE_STUCK_MS;
      override sleep(ms: number, signal?: AbortSignal): Promise<void> {
        return super.sleep(ms === INFERENCE_STUCK_MS ? this.patienceMs : ms, signal);
      }
    }
    const clock = new HastyClock();
    const vision = new VisionWorker({ stage: STAGE, clock, random: new CryptoRandom() });
    await vision.start(never);
    await vision.handle(frameAt(0));
    clock.patienceMs = 5;
    await expect(vision.handle(frameAt(1))).rejects.toMatchObject({ code: 'INFERENCE_STUCK' });
    clock.patienceMs = INFERENCE_STUCK_MS;
    const codeOf = (error: { code: string }) => error.code;
    while ((await vision.handle(frameAt(2)).catch(codeOf)) === 'INFERENCE_UNAVAILABLE') await clock.sleep(50);
    expect(vision.restarts).toBe(1);
    await vision.stop();
  });
});
