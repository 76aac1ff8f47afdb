// The weights of the fusion: a small JSON artifact, learned offline (models/train/fusion) and used only when it is the one
// that its manifest names.
import { z } from 'zod';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import type { FusionManifest } from '../../../shared/manifest.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { readArtifact } from '../inference/artifact-file.ts';
import { readManifestIfThere } from '../inference/manifest-file.ts';

const modalitySchema = z.strictObject({
  /** Weight of the logarithm of each emotion's probability. */
  weight: z.array(z.number().nonnegative()).length(EMOTIONS.length),
  /** Reliability = `base` + `slope` × certainty, never below 0; certainty = 1 − entropy ÷ log(emotions), 0..1. */
  reliability: z.strictObject({ base: z.number(), slope: z.number() }),
});

export const fusionWeightsSchema = z.strictObject({
  v: z.literal(1),
  /** The order of everything below. */
  emotions: z.array(z.enum(EMOTIONS)).refine((order) => EMOTIONS.every((emotion, at) => order[at] === emotion)),
  face: modalitySchema,
  voice: modalitySchema,
  bias: z.array(z.number()).length(EMOTIONS.length),
});
export type FusionWeights = z.infer<typeof fusionWeightsSchema>;
export type ModalityWeights = z.infer<typeof modalitySchema>;

export interface LoadedFusion {
  readonly manifest: FusionManifest;
  /** `sha256:` and the digest of the artifact. */
  readonly digest: string;
  readonly weights: FusionWeights;
}

/** Null where none is installed. @throws RoomtoneError `MODEL_MISSING` (its artifact), `MODEL_CORRUPT` */
export async function loadFusion(folders: {
  readonly manifestFolder: string;
  readonly artifactFolders: readonly string[];
}): Promise<LoadedFusion | null> {
  const manifest = await readManifestIfThere(folders.manifestFolder, 'fusion');
  if (manifest === null) return null;
  const artifact = manifest.artifacts.find(({ provider }) => provider === 'cpu');
  if (artifact === undefined) throw corrupt('the manifest of the fusion has no artifact for cpu');
  const weights = parseWeights(await readArtifact(artifact, folders.artifactFolders), artifact.file);
  return { manifest, digest: `sha256:${artifact.sha256}`, weights };
}

function parseWeights(bytes: Uint8Array, file: string): FusionWeights {
  try {
    return fusionWeightsSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw corrupt(`${file} holds no weights of a fusion: ${messageOf(error)}`, error);
  }
}

const corrupt = (message: string, cause?: unknown) =>
  new RoomtoneError('MODEL_CORRUPT', message, 'Install the release again.', { cause });
