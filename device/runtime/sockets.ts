// Where each socket of a running device stands. One place, so that no two programs disagree.
import { join } from 'node:path';

/** Paths below the run folder. The group of each folder is who may connect. */
export const socketPaths = (runFolder: string) =>
  ({
    windows: join(runFolder, 'sense', 'windows'),
    control: join(runFolder, 'sense', 'control'),
    preview: join(runFolder, 'sense', 'preview'),
    link: join(runFolder, 'link', 'api'),
    metrics: join(runFolder, 'metrics', 'scrape'),
  }) as const;
