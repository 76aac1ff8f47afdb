// The manifest of a task, read from `<task>.json`: a task that is not asked for is not even opened.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../../shared/errors.ts';
import { type Manifest, manifestSchema } from '../../../shared/manifest.ts';

/** @throws RoomtoneError `MODEL_MISSING`, `MODEL_CORRUPT` */
export async function readManifest<T extends Manifest['task']>(
  folder: string,
  task: T,
): Promise<Extract<Manifest, { task: T }>> {
  const path = join(folder, `${task}.json`);
  const manifest = parse(path, await readText(path));
  if (manifest.task === task) return manifest as Extract<Manifest, { task: T }>;
  throw corrupt(`${path} describes a model for ${manifest.task}`);
}

/** Null where no model is installed for the task. @throws RoomtoneError `MODEL_CORRUPT` */
export async function readManifestIfThere<T extends Manifest['task']>(
  folder: string,
  task: T,
): Promise<Extract<Manifest, { task: T }> | null> {
  try {
    return await readManifest(folder, task);
  } catch (error) {
    if (isRoomtoneError(error) && error.code === 'MODEL_MISSING') return null;
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new RoomtoneError(
      'MODEL_MISSING',
      `cannot read ${path}: ${messageOf(error)}`,
      'Install the release again, or name the folder of the manifests.',
      { cause: error },
    );
  }
}

function parse(path: string, text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw corrupt(`${path} is not a model manifest`, error);
  }
}

const corrupt = (message: string, cause?: unknown) =>
  new RoomtoneError('MODEL_CORRUPT', message, 'Install the release again, or correct the manifest.', { cause });
