// The bytes of a model, which are used only when they are the ones that the manifest names.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import type { Artifact } from '../../../shared/manifest.ts';

/**
 * Bytes of `artifact` out of the first folder that has it, read once: what is checked is what is loaded.
 * @throws RoomtoneError `MODEL_MISSING`, `MODEL_CORRUPT`
 */
export async function readArtifact(artifact: Artifact, folders: readonly string[]): Promise<Uint8Array> {
  const { bytes, path } = await readFirst(artifact.file, folders);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest === artifact.sha256) return bytes;
  throw new RoomtoneError(
    'MODEL_CORRUPT',
    `${path} is not the model that its manifest names (SHA-256 ${digest.slice(0, 12)}…, ${bytes.length} bytes)`,
    'Build the models again (npm run models:build), or install the release again.',
  );
}

async function readFirst(file: string, folders: readonly string[]) {
  for (const folder of folders) {
    const path = join(folder, file);
    const bytes = await readFile(path).catch(undefinedWhereAbsent);
    if (bytes !== undefined) return { bytes, path };
  }
  throw missing(`${file} is in none of: ${folders.join(', ')}`);
}

function undefinedWhereAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw missing(`a model cannot be read: ${messageOf(error)}`, error);
}

const missing = (message: string, cause?: unknown) =>
  new RoomtoneError('MODEL_MISSING', message, 'Build the models (npm run models:build).', { cause });
