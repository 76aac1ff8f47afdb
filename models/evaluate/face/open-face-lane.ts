// Opens the models of a face lane as the device opens them: digest checked, probed, one session each.
import { projectFolder } from '../../../device/runtime/project-folder.ts';
import { probeOf } from '../../../device/sense/inference/golden.ts';
import { readManifest } from '../../../device/sense/inference/manifest-file.ts';
import { openGate } from '../../../device/sense/inference/native-gate.ts';
import { loadModel, type Model } from '../../../device/sense/inference/runtime.ts';
import type { Detector } from '../../../device/sense/vision/detector.ts';
import type { Artifact, Manifest } from '../../../shared/manifest.ts';
import { type FaceManifest, pickArtifact } from '../model-choice.ts';
import { type EvaluateOptions, shippedFolders } from '../options.ts';
import { FaceLane } from './face-lane.ts';

/** @throws RoomtoneError `MODEL_MISSING`, `MODEL_CORRUPT`, `MODEL_UNUSABLE`, `MODEL_UNKNOWN` */
export async function openFaceLane(manifest: FaceManifest, options: EvaluateOptions): Promise<FaceLane> {
  const artifact = pickArtifact(manifest, options.precision);
  const model = await open(manifest, artifact, options);
  const detector = options.detect ? await openDetector(options) : null;
  const { file, precision, sha256, bytes } = artifact;
  const running = {
    id: manifest.id,
    version: manifest.version,
    artifact: { file, precision, provider: model.provider, sha256, bytes },
  };
  return new FaceLane({ classifier: { manifest, model }, model: running, detector, disturbance: null });
}

type ModelFolders = Pick<EvaluateOptions, 'manifestFolder' | 'artifactFolders' | 'threads'>;

/** The detector of the project's own folders, on one core unless `threads` says more. */
export function openShippedDetector(threads = 1): Promise<Detector> {
  return openDetector({ ...shippedFolders(projectFolder(import.meta.url)), threads });
}

async function openDetector(options: ModelFolders): Promise<Detector> {
  const manifest = await readManifest(options.manifestFolder, 'face-detector');
  return { manifest, model: await open(manifest, pickArtifact(manifest, null), options) };
}

function open(manifest: Manifest, artifact: Artifact, { artifactFolders, threads }: ModelFolders): Promise<Model> {
  return loadModel({
    task: manifest.task,
    artifacts: [artifact],
    folders: artifactFolders,
    providers: [artifact.provider],
    threads,
    probe: probeOf(manifest),
    gate: openGate(),
  });
}
