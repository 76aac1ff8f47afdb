// The manifests of this repository, read and checked.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import { type Manifest, manifestSchema } from '../../shared/manifest.ts';

export const MANIFESTS = join(projectFolder(import.meta.url), 'models', 'manifests');

/** All manifests of the folder, by file name. @throws RoomtoneError `MANIFEST_INVALID` */
export async function readManifests(folder: string = MANIFESTS): Promise<Manifest[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readManifest(join(folder, name))));
}

async function readManifest(path: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new RoomtoneError('MANIFEST_INVALID', `${path} is not a model manifest`, 'Correct it: shared/manifest.ts.', {
      cause: error,
    });
  }
}
