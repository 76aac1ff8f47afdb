// A video is watched as the device watches its camera: ordinary looks with sweeps between them, the shipped thresholds,
// the device's tracker, and a track counts when it is in view.
import type { Random } from '../../../device/runtime/random.ts';
import type { Box, Frame } from '../../../device/sense/frame.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';
import { type Detector, detectFaces } from '../../../device/sense/vision/detector.ts';
import { Follower } from '../../../device/sense/vision/follower.ts';
import type { Pass } from '../../../device/sense/vision/pass.ts';
import { expectedBox, settleMs } from '../../../device/sense/vision/tracker.ts';
import type { Footage, Sight } from './count.ts';

/** Frames a second that the device takes of a camera. */
export const FPS = 10;

/** Frames of one size, and the faces that stand in all of them. */
export interface Video {
  readonly frames: readonly Frame[];
  readonly faces: readonly Box[];
}

/** The same picture for so many seconds. */
export function stillVideo(picture: Omit<Frame, 'capturedAtMs'>, faces: readonly Box[], seconds: number): Video {
  const frames = Array.from({ length: seconds * FPS }, (_, index) => ({ ...picture, capturedAtMs: timeOf(index) }));
  return { frames, faces };
}

/** Milliseconds from the beginning. */
export const timeOf = (index: number) => (index * 1_000) / FPS;

export async function watch({ frames, faces }: Video, detector: Detector, random: Random): Promise<Footage> {
  const follower = new Follower({ input: detector.manifest.input, look: rememberingLook(detector), random });
  const sights: Sight[] = [];
  let untilCountedMs = 0;
  for (const frame of frames) {
    const { detections, inView, lingerMs } = await follower.follow(frame);
    untilCountedMs = settleMs(lingerMs);
    const boxes = inView.map((track) => ({ id: track.id, box: expectedBox(track, frame.capturedAtMs) }));
    sights.push({ faces, detections, inView: boxes });
  }
  const seconds = frames.length / FPS;
  return { sights, seconds, countingSeconds: Math.max(0, seconds - untilCountedMs / 1_000) };
}

/** One look at the same pixels in the same way says the same: a still is looked at once for each pass. */
function rememberingLook(detector: Detector) {
  const known = new Map<Uint8Array, Map<Pass, readonly Detection[]>>();
  return async (frame: Frame, pass: Pass): Promise<readonly Detection[]> => {
    const looks = known.get(frame.pixels) ?? new Map<Pass, readonly Detection[]>();
    known.set(frame.pixels, looks);
    const found = looks.get(pass) ?? (await detectFaces(detector, frame, pass));
    looks.set(pass, found);
    return found;
  };
}
