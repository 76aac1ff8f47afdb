import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { takeTrained } from '../../models/convert/take-trained.ts';

const MANIFESTS = join(projectFolder(import.meta.url), 'models/manifests');
const METRICS = {
  artifacts: {
    int8: {
      test: {
        faces: 5_000,
        accuracy: 0.9123,
        macroRecall: 0.9111,
        calibrationError: 0.0149,
        cells: { 'black female': { faces: 346, recall: 0.851 }, 'white male': { faces: 506, recall: 0.93 } },
      },
    },
  },
  unsure: [{ threshold: 0.6, coverage: 0.9, accuracy: 0.95 }],
};

describe('a trained build is taken into the project', () => {
  let folder: string;
  let build: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'taken-'));
    build = join(folder, 'build');
    await mkdir(build);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A build whose artifacts hold `content`, by the manifest that ships; `change` is laid over it. */
  async function writeBuild(task: string, change: object, content = 'graph'): Promise<void> {
    const manifest = JSON.parse(await readFile(join(MANIFESTS, `${task}.json`), 'utf8'));
    const sha256 = createHash('sha256').update('graph').digest('hex');
    const artifacts = manifest.artifacts.map((artifact: object) => ({ ...artifact, sha256, bytes: 5 }));
    for (const { file } of artifacts) await writeFile(join(build, file), content);
    await writeFile(join(build, `${task}.json`), JSON.stringify({ ...manifest, artifacts, ...change }));
    await writeFile(join(build, 'metrics.json'), JSON.stringify(METRICS));
    await writeFile(join(build, 'card.md'), `# ${task}\n`);
  }

  const written = async (path: string) => readFile(join(folder, 'models', path), 'utf8');

  it('takes artifacts, card and manifest, with the figures that its build measured and the worst group by name', async () => {
    await writeBuild('gender', { figures: undefined, thresholds: { unsureBelow: 0.6 } });
    await takeTrained(build, join(folder, 'models'));
    const { figures } = JSON.parse(await written('manifests/gender.json'));
    const told = figures.map(({ name, value }: { name: string; value: number }) => [name, value]);
    expect(told).toEqual([
      ['accuracy', 91.2],
      ['mean recall of the labels', 91.1],
      ['lowest recall of a group: black female', 85.1],
      ['faces that are sure enough to vote', 90],
      ['accuracy of those that vote', 95],
      ['calibration error', 1.5],
    ]);
    expect(await written('artifacts/gender.int8.onnx')).toBe('graph');
    expect(await written('cards/gender.md')).toBe('# gender\n');
  });

  it('leaves the figures that a build tells of itself, and changes nothing the second time', async () => {
    const figures = [{ name: 'macro recall', value: 50, unit: '%', data: 'nemo, test' }];
    await writeBuild('speech-emotion', { figures });
    await takeTrained(build, join(folder, 'models'));
    const first = await written('manifests/speech-emotion.json');
    await takeTrained(build, join(folder, 'models'));
    expect(JSON.parse(first).figures).toEqual(figures);
    expect(await written('manifests/speech-emotion.json')).toBe(first);
  });

  it('refuses an artifact that its manifest does not name, and leaves the project as it was', async () => {
    await writeBuild('gender', { figures: undefined }, 'another graph');
    await expect(takeTrained(build, join(folder, 'models'))).rejects.toMatchObject({ code: 'MODEL_DIGEST' });
    await expect(written('manifests/gender.json')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses a folder without a manifest', async () => {
    await expect(takeTrained(build, join(folder, 'models'))).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
  });
});
