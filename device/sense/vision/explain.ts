// Why a face was read as it was: its occlusion map, made on request for one face of one frame. What leaves is a grid of
// losses, no pixel.
import { EMOTIONS, type Emotion } from '../../../shared/vocabulary.ts';
import type { Frame } from '../frame.ts';
import { alignFaces, type Classifier, classifyEach } from './classifier.ts';
import { occlusionMap } from './occlusion-map.ts';
import type { Track } from './tracker.ts';

/** A point of the picture, as fractions of its width and height. */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

export interface Explanation {
  readonly emotion: Emotion;
  /** Of that emotion, in this one frame. */
  readonly probability: number;
  readonly columns: number;
  readonly rows: number;
  /** Row by row: probability lost when a patch lies there, −1..1. */
  readonly losses: readonly number[];
}

/** 50 crops: some tens of milliseconds of the model. */
const CELLS = 7;
const PATCH_CELLS = 2.5;

/** Null where no face that was seen in this very frame lies at `at`. */
export async function explainFace(
  frame: Frame,
  tracks: readonly Track[],
  classifier: Classifier,
  at: PicturePoint,
): Promise<Explanation | null> {
  const [x, y] = [at.x * frame.widthPx, at.y * frame.heightPx];
  const track = tracks.find(({ seen: { box }, lastSeenMs }) => {
    const isWithin = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    return isWithin && lastSeenMs === frame.capturedAtMs;
  });
  if (track === undefined) return null;
  const crop = alignFaces(frame, [track.seen.keypoints], classifier.manifest);
  const { widthPx, heightPx, planes } = classifier.manifest.input;
  const options = { widthPx, heightPx, planes, cells: CELLS, patchCells: PATCH_CELLS };
  const map = await occlusionMap(crop, (crops) => classifyEach(classifier, crops), options);
  const { label, probability, columns, rows, losses } = map;
  return { emotion: EMOTIONS[label] ?? 'neutral', probability, columns, rows, losses };
}
