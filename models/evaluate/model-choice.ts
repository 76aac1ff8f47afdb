// Which model is evaluated. The manifests alone say what ships: a task begins to work when its manifest appears.
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import type {
  Artifact,
  FaceEmotionManifest,
  GenderManifest,
  Manifest,
  SpeechEmotionManifest,
} from '../../shared/manifest.ts';
import { readManifests } from '../convert/manifests.ts';
import type { EvaluateOptions } from './options.ts';

/** Manifests whose input is one aligned face. */
export type FaceManifest = FaceEmotionManifest | GenderManifest;

/** Manifests that have a lane. */
export type EvaluatedManifest = FaceManifest | SpeechEmotionManifest;

const hasLane = (manifest: Manifest): manifest is EvaluatedManifest =>
  manifest.task === 'face-emotion' || manifest.task === 'gender' || manifest.task === 'speech-emotion';

/**
 * @throws RoomtoneError `MANIFEST_INVALID`, `MODEL_MISSING`, `MODEL_NOT_SHIPPED`, `MODEL_UNKNOWN`, `MODEL_AMBIGUOUS`,
 * `TASK_NOT_EVALUATED`
 */
export async function chooseModel({ manifestFolder, task, model }: EvaluateOptions): Promise<EvaluatedManifest> {
  return pickModel(await read(manifestFolder), task, model);
}

export function pickModel(
  manifests: readonly Manifest[],
  task: EvaluateOptions['task'],
  id: string | null,
): EvaluatedManifest {
  const ofTask = manifests.filter((manifest) => manifest.task === task);
  if (ofTask.length === 0) throw notShipped(manifests, task);
  const chosen = ofTask.filter((manifest) => id === null || manifest.id === id);
  const [first, second] = chosen;
  if (first !== undefined && second === undefined) return requireLane(first);
  const ids = ofTask.map((manifest) => manifest.id).join(', ');
  if (first === undefined) {
    throw new RoomtoneError(
      'MODEL_UNKNOWN',
      `no model for ${task} is called ${id}; there are ${ids}`,
      'Choose one of them.',
    );
  }
  throw new RoomtoneError('MODEL_AMBIGUOUS', `${task} has several models: ${ids}`, 'Choose one with --model.');
}

function requireLane(manifest: Manifest): EvaluatedManifest {
  if (hasLane(manifest)) return manifest;
  throw new RoomtoneError(
    'TASK_NOT_EVALUATED',
    `${manifest.id} ships, but the evaluator has no lane for ${manifest.task}`,
    'Write it: models/evaluate/README.md.',
  );
}

/**
 * The artifact that runs on this processor: the one that is made for it, or the one of the precision that is asked for.
 * @throws RoomtoneError `MODEL_UNKNOWN`
 */
export function pickArtifact(manifest: Manifest, precision: Artifact['precision'] | null): Artifact {
  const artifacts: readonly Artifact[] = manifest.artifacts;
  const chosen = artifacts.find((one) => (precision === null ? one.provider === 'cpu' : one.precision === precision));
  if (chosen !== undefined) return { ...chosen, provider: 'cpu' };
  const there = artifacts.map((one) => `${one.precision} for ${one.provider}`).join(', ');
  throw new RoomtoneError(
    'MODEL_UNKNOWN',
    `${manifest.id} has no artifact ${precision ?? 'for cpu'}; it has ${there}`,
    'Choose one with --precision.',
  );
}

async function read(folder: string): Promise<readonly Manifest[]> {
  try {
    return await readManifests(folder);
  } catch (error) {
    if (error instanceof RoomtoneError) throw error;
    throw new RoomtoneError('MODEL_MISSING', `cannot read manifests: ${messageOf(error)}`, 'Name their folder.', {
      cause: error,
    });
  }
}

function notShipped(manifests: readonly Manifest[], task: string): RoomtoneError {
  const there = [...new Set(manifests.map((manifest) => manifest.task))].sort().join(', ');
  return new RoomtoneError(
    'MODEL_NOT_SHIPPED',
    `there is no model for ${task}; there are models for ${there || 'no task'}`,
    'Choose another --task, or another folder with --manifests.',
  );
}
