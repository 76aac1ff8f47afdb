// The stage that is measured: as shipped, but every face is read in every frame.
import { join } from 'node:path';
import type { StageOptions } from '../../device/sense/vision/create-stage.ts';
import { CACHE, ROOT } from './pinned.ts';

export const STAGE: StageOptions = {
  manifestFolder: join(ROOT, 'models', 'manifests'),
  artifactFolders: [join(CACHE, 'models'), join(ROOT, 'models', 'artifacts')],
  tasks: ['face-detector', 'face-emotion', 'gender'],
  providers: ['cpu'],
  threads: 2,
  attributeIntervalMs: 0,
};
