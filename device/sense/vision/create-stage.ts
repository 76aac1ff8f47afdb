// Makes a vision stage of the models that are asked for. A task that is not in the list is never opened.
import type { Artifact } from '../../../shared/manifest.ts';
import type { Random } from '../../runtime/random.ts';
import { probeOf } from '../inference/golden.ts';
import { readManifest } from '../inference/manifest-file.ts';
import type { NativeGate } from '../inference/native-gate.ts';
import { loadModel, type Model, type Provider, type RefusedProvider } from '../inference/runtime.ts';
import type { Classifier } from './classifier.ts';
import type { Detector } from './detector.ts';
import { VisionStage } from './vision-stage.ts';

/** `face-detector` always runs. */
export const VISION_TASKS = ['face-detector', 'face-emotion', 'gender'] as const;
export type VisionTask = (typeof VISION_TASKS)[number];

export interface ModelOptions {
  readonly manifestFolder: string;
  /** Where artifacts lie; the first that has the file counts. */
  readonly artifactFolders: readonly string[];
  readonly tasks: readonly VisionTask[];
  /** Execution providers in the order in which they are tried. */
  readonly providers: readonly Provider[];
  /** Threads of one run. */
  readonly threads: number;
}

export interface StageOptions extends ModelOptions {
  readonly attributeIntervalMs: number;
}

/** What runs, for birth, health and the pages. */
export interface VisionModels {
  readonly digests: Readonly<Partial<Record<VisionTask, string>>>;
  readonly providers: Readonly<Partial<Record<VisionTask, string>>>;
  readonly refused: Readonly<Partial<Record<VisionTask, readonly RefusedProvider[]>>>;
  /** Threshold of the emotion model's manifest; null where none is loaded. */
  readonly unsureBelow: number | null;
  /** The same of the gender model. */
  readonly genderUnsureBelow: number | null;
}

export interface LoadedStage {
  readonly stage: VisionStage;
  readonly models: VisionModels;
}

/** @throws RoomtoneError `MODEL_MISSING`, `MODEL_CORRUPT`, `MODEL_UNUSABLE` */
export async function createStage(options: StageOptions, random: Random, gate: NativeGate): Promise<LoadedStage> {
  const detector = await openDetector(options, gate);
  const asked = (task: ClassifierTask) => (options.tasks.includes(task) ? openClassifier(task, options, gate) : null);
  const emotion = await asked('face-emotion');
  const gender = await asked('gender');
  const { attributeIntervalMs } = options;
  const stage = new VisionStage({ detector, emotion, gender, random, attributeIntervalMs });
  return { stage, models: describe(detector, emotion, gender) };
}

export async function openDetector(options: ModelOptions, gate: NativeGate): Promise<Detector> {
  const manifest = await readManifest(options.manifestFolder, 'face-detector');
  return { manifest, model: await open(manifest, options, gate) };
}

type ClassifierTask = Classifier['manifest']['task'];

export async function openClassifier(
  task: ClassifierTask,
  options: ModelOptions,
  gate: NativeGate,
): Promise<Classifier> {
  const manifest = await readManifest(options.manifestFolder, task);
  return { manifest, model: await open(manifest, options, gate) };
}

type AnyManifest = (Detector | Classifier)['manifest'];

function open(manifest: AnyManifest, options: ModelOptions, gate: NativeGate): Promise<Model> {
  const { artifactFolders, providers, threads } = options;
  const artifacts: readonly Artifact[] = manifest.artifacts;
  const probe = probeOf(manifest);
  return loadModel({ task: manifest.task, artifacts, folders: artifactFolders, providers, threads, probe, gate });
}

function describe({ model }: Detector, emotion: Classifier | null, gender: Classifier | null): VisionModels {
  const each = <T>(read: (from: Model) => T) => ({
    'face-detector': read(model),
    ...(emotion === null ? {} : { 'face-emotion': read(emotion.model) }),
    ...(gender === null ? {} : { gender: read(gender.model) }),
  });
  return {
    digests: each(({ digest }) => digest),
    providers: each(({ provider }) => provider),
    refused: each(({ refused }) => refused),
    unsureBelow: emotion?.manifest.thresholds.unsureBelow ?? null,
    genderUnsureBelow: gender?.manifest.thresholds.unsureBelow ?? null,
  };
}
