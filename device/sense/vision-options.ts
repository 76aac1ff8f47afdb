// Which models the vision worker opens, from where, and how it runs them.
import { join } from 'node:path';
import type { Context, Task } from '../../shared/vocabulary.ts';
import { tasksFor } from './privacy/terms.ts';
import { type StageOptions, VISION_TASKS } from './vision/create-stage.ts';

/** Two threads: faster than one by two thirds, and a device with four cores keeps two for everything else. */
const THREADS = 2;
/** Four readings of a face a second: a vote needs eight frames in two seconds. */
const ATTRIBUTE_INTERVAL_MS = 250;

/** Where models are described and where they lie, and the execution providers in the order in which they are tried. */
export const modelFolders = (project: string, modelsFolder: string) =>
  ({
    manifestFolder: join(project, 'models', 'manifests'),
    artifactFolders: [modelsFolder, join(project, 'models', 'artifacts')],
    providers: ['cpu'],
  }) as const;

/** `context` null, before the claim: nothing but the detector may be opened. `gender`: whether it is switched on. */
export function visionStageOptions(
  folders: ReturnType<typeof modelFolders>,
  context: Context | null,
  gender: boolean,
): StageOptions {
  const allowed = context === null ? ['face-detector'] : tasksFor(context, { voice: false, gender });
  return {
    ...folders,
    tasks: VISION_TASKS.filter((task) => allowed.includes(task)),
    threads: THREADS,
    attributeIntervalMs: ATTRIBUTE_INTERVAL_MS,
  };
}

/** Whether vision has a model for the task at all. */
export const isVisionTask = (task: Task): boolean => VISION_TASKS.some((known) => known === task);
