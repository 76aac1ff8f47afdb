// Our vision through its worker, its floor and the peer, frame by frame in turns, so that noise hits all alike.
import { SystemClock } from '../../device/runtime/clock.ts';
import { CryptoRandom } from '../../device/runtime/random.ts';
import type { Frame } from '../../device/sense/frame.ts';
import { VisionWorker } from '../../device/sense/inference/vision-worker.ts';
import type { StageOptions } from '../../device/sense/vision/create-stage.ts';
import { openFloor } from './floor.ts';
import { FPS, HEIGHT_PX, readFrames, WIDTH_PX } from './frames.ts';
import { openHuman } from './human-peer.ts';
import { timed } from './statistics.ts';

export interface Durations {
  readonly vision: readonly number[];
  readonly floor: readonly number[];
  readonly human: readonly number[];
  /** Share of frames, 0..1, in which a face with an emotion was in view. */
  readonly found: { readonly vision: number; readonly human: number };
}

/** Frames before the measured ones: code gets warm, and tracks settle. */
const WARM_UP = 30;

export async function benchVision(stage: StageOptions, count: number): Promise<Durations> {
  const pictures = await readFrames(WARM_UP + count);
  const clock = new SystemClock();
  const vision = new VisionWorker({ stage, clock, random: new CryptoRandom() });
  await vision.start(new AbortController().signal);
  const floor = await openFloor(stage);
  const human = await openHuman();
  const durations = { vision: [] as number[], floor: [] as number[], human: [] as number[] };
  const found = { vision: 0, human: 0 };
  let pixels = new Uint8Array(pictures[0]?.length ?? 0);
  for (const [index, picture] of pictures.entries()) {
    pixels.set(picture);
    const frame = frameAt(index, pixels);
    const isMeasured = index >= WARM_UP;
    await floor.note(frame);
    const floorMs = await timed(() => floor.repeat());
    let faces = 0;
    const visionMs = await timed(async () => {
      const handled = await vision.handle(frame);
      pixels = handled.frame.pixels;
      faces = handled.observation.tracks.filter(({ emotion }) => emotion !== null).length;
    });
    let humanFaces = 0;
    const humanMs = await timed(async () => {
      humanFaces = await human.detect(picture, WIDTH_PX, HEIGHT_PX);
    });
    if (!isMeasured) continue;
    durations.floor.push(floorMs);
    durations.vision.push(visionMs);
    durations.human.push(humanMs);
    found.vision += Math.min(1, faces) / (pictures.length - WARM_UP);
    found.human += Math.min(1, humanFaces) / (pictures.length - WARM_UP);
  }
  await vision.stop();
  await floor.close();
  return { ...durations, found };
}

const frameAt = (index: number, pixels: Uint8Array<ArrayBuffer>): Frame => ({
  pixels,
  widthPx: WIDTH_PX,
  heightPx: HEIGHT_PX,
  capturedAtMs: (index * 1_000) / FPS,
});
