// What the models are and how they run, for the health page: manifests as they are installed, joined with what was
// loaded. A task without a manifest has no model and is left out.
import { isRoomtoneError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { ModelReport } from '../../shared/sense-api.ts';
import { TASKS, type Task } from '../../shared/vocabulary.ts';
import { readManifest } from './inference/manifest-file.ts';
import type { SpeechModels } from './speech/speech-worker.ts';
import type { VisionModels } from './vision/create-stage.ts';

interface Loaded {
  readonly digest: string;
  readonly provider: string;
  readonly refused: ModelReport['refused'];
}

/** @throws RoomtoneError `MODEL_CORRUPT` */
export async function modelReports(
  manifestFolder: string,
  vision: VisionModels | null,
  speech: SpeechModels | null,
): Promise<readonly ModelReport[]> {
  const installed = await Promise.all(TASKS.map((task) => manifestOf(manifestFolder, task)));
  return installed.flatMap((manifest) => (manifest === null ? [] : [reportOf(manifest, vision, speech)]));
}

async function manifestOf(folder: string, task: Task): Promise<Manifest | null> {
  try {
    return await readManifest(folder, task as Manifest['task']);
  } catch (error) {
    if (isRoomtoneError(error) && error.code === 'MODEL_MISSING') return null;
    throw error;
  }
}

function reportOf(manifest: Manifest, vision: VisionModels | null, speech: SpeechModels | null): ModelReport {
  const { task, id, version, licence, source, figures = [], artifacts } = manifest;
  const loaded = loadedFor(task, vision, speech);
  const artifact = artifacts.find(({ sha256 }) => loaded?.digest === `sha256:${sha256}`);
  const running =
    loaded === null
      ? null
      : { digest: loaded.digest, provider: loaded.provider, precision: artifact?.precision ?? 'unknown' };
  const origin = source.kind === 'npm' ? source.origin : source.recipe;
  const refused = loaded?.refused ?? [];
  return { task, id, version, licence: licence.spdx, origin, figures: [...figures], running, refused: [...refused] };
}

function loadedFor(task: Task, vision: VisionModels | null, speech: SpeechModels | null): Loaded | null {
  if (task === 'voice-activity') return speech && { digest: speech.digest, provider: speech.provider, refused: [] };
  return task === 'speech-emotion' ? (speech?.emotion ?? null) : ofVision(vision, task);
}

function ofVision(vision: VisionModels | null, task: Task): Loaded | null {
  if (vision === null) return null;
  const { digests, providers, refused } = vision;
  const known = task as keyof typeof digests;
  const [digest, provider] = [digests[known], providers[known]];
  if (digest === undefined || provider === undefined) return null;
  const reasons = (refused[known] ?? []).map(({ provider: name, reason }) => ({ provider: name, reason }));
  return { digest, provider, refused: reasons };
}
