// Mean occlusion maps: for each label the average over some faces that were read rightly, so that a report shows what
// the model looks at and nobody in particular.
import type { Frame } from '../../../device/sense/frame.ts';
import { type OcclusionMap, occlusionMap } from '../../../device/sense/vision/occlusion-map.ts';
import { isRight, type Prediction } from '../metrics/prediction.ts';
import type { FaceLane } from './face-lane.ts';

export interface MeanOcclusion {
  readonly label: string;
  /** Faces that were averaged. */
  readonly n: number;
  readonly columns: number;
  readonly rows: number;
  /** Row by row: mean probability lost when a patch lies there. */
  readonly losses: readonly number[];
}

const FACES_EACH = 12;
const CELLS = 9;
const PATCH_CELLS = 2.5;

export async function meanOcclusions(
  predictions: readonly Prediction[],
  lane: FaceLane,
  read: (file: string) => Promise<Frame>,
): Promise<readonly MeanOcclusion[]> {
  const means: MeanOcclusion[] = [];
  for (const [index, label] of lane.labels.entries()) {
    const maps: OcclusionMap[] = [];
    for (const { file } of spread(predictions.filter((one) => one.truth === index && isRight(one)))) {
      const crop = await lane.cropOf(await read(file));
      if (crop === undefined) continue;
      const options = { ...lane.cropShape, cells: CELLS, patchCells: PATCH_CELLS };
      maps.push(await occlusionMap(crop.values, (crops) => lane.classify(crops), options));
    }
    means.push(meanOf(label, maps));
  }
  return means.filter(({ n }) => n > 0);
}

/** Evenly taken from the whole list. */
function spread(predictions: readonly Prediction[]): readonly Prediction[] {
  const step = Math.max(1, predictions.length / FACES_EACH);
  const taken = Array.from(
    { length: Math.min(FACES_EACH, predictions.length) },
    (_, index) => predictions[Math.floor(index * step)],
  );
  return taken.filter((prediction) => prediction !== undefined);
}

function meanOf(label: string, maps: readonly OcclusionMap[]): MeanOcclusion {
  const losses = Array.from({ length: CELLS * CELLS }, (_, cell) => {
    return maps.reduce((sum, map) => sum + (map.losses[cell] ?? 0), 0) / maps.length;
  });
  return { label, n: maps.length, columns: CELLS, rows: CELLS, losses };
}
