// Our vision through its worker, its floor and the peer, frame by frame in turns, so that noise hits all alike.
import { setTimeout as delay } from 'node:timers/promises';
import { SystemClock } from '../../device/runtime/clock.ts';
import { CryptoRandom } from '../../device/runtime/random.ts';
import type { Frame } from '../../device/sense/frame.ts';
import { VisionWorker } from '../../device/sense/inference/vision-worker.ts';
import type { StageOptions } from '../../device/sense/vision/create-stage.ts';
import { Floor } from './floor.ts';
import { FPS, HEIGHT_PX, readFrames, WIDTH_PX } from './frames.ts';
import { type HumanPeer, openHuman } from './human-peer.ts';
import { timed } from './statistics.ts';

/** One frame, seen by all three. */
export interface Turn {
  readonly visionMs: number;
  readonly floorMs: number;
  readonly humanMs: number;
  /** Faces in view that have an emotion. */
  readonly visionFaces: number;
  readonly humanFaces: number;
}

/** Frames before the measured ones: code gets warm, and tracks settle. */
const WARM_UP = 30;
/** Between the peer and us, as between two frames: its threads come to rest. */
const REST_MS = 50;

export async function benchVision(stage: StageOptions, count: number): Promise<readonly Turn[]> {
  const frames = (await readFrames(WARM_UP + count)).map(frameAt);
  const floor = new Floor(stage);
  await floor.open(frames);
  const vision = new VisionWorker({ stage, clock: new SystemClock(), random: new CryptoRandom() });
  await vision.start(new AbortController().signal);
  const human = await openHuman();
  const turns: Turn[] = [];
  for (const [index, frame] of frames.entries()) {
    const peer = await seeAsPeer(human, frame);
    await delay(REST_MS);
    // Whoever follows the peer finds cold caches: ours and its floor take that place in turns.
    const isFirst = index % 2 === 0;
    const before = isFirst ? undefined : await floor.repeat(index);
    const ours = await seeAsOurs(vision, frame);
    turns.push({ ...peer, ...ours, floorMs: before ?? (await floor.repeat(index)) });
  }
  await vision.stop();
  await floor.close();
  return turns.slice(WARM_UP);
}

const frameAt = (pixels: Uint8Array<ArrayBuffer>, index: number): Frame => ({
  pixels,
  widthPx: WIDTH_PX,
  heightPx: HEIGHT_PX,
  capturedAtMs: (index * 1_000) / FPS,
});

/** As sense does it: the pixels go to the worker and come back. Copying them is the camera's part. */
async function seeAsOurs(vision: VisionWorker, frame: Frame) {
  const own = { ...frame, pixels: Uint8Array.from(frame.pixels) };
  let visionFaces = 0;
  const visionMs = await timed(async () => {
    const { observation } = await vision.handle(own);
    visionFaces = observation.tracks.filter(({ emotion }) => emotion !== null).length;
  });
  return { visionMs, visionFaces };
}

async function seeAsPeer(human: HumanPeer, { pixels }: Frame) {
  let humanFaces = 0;
  const humanMs = await timed(async () => {
    humanFaces = await human.detect(pixels, WIDTH_PX, HEIGHT_PX);
  });
  return { humanMs, humanFaces };
}
