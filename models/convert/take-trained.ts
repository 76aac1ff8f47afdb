// Takes what a training has built into this repository: artifacts, manifest with its figures, and card. What is here
// afterwards is what was measured: a digest that differs is an error, and a second run changes nothing.
//   npx tsx models/convert/take-trained.ts DIR...     (DIR: `--out` of a training's build)
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../shared/errors.ts';
import { type Manifest, manifestSchema } from '../../shared/manifest.ts';
import { sha256Of } from './pinned-file.ts';

const share = z.number().min(0).max(1);
const splitSchema = z.looseObject({
  faces: z.int().positive(),
  accuracy: share,
  macroRecall: share,
  calibrationError: share,
  cells: z.record(z.string(), z.looseObject({ faces: z.int(), recall: share })).default({}),
});
/** `metrics.json` of a build, as far as it is told here. */
const metricsSchema = z.looseObject({
  artifacts: z.looseObject({ int8: z.looseObject({ test: splitSchema }) }),
  unsure: z.array(z.looseObject({ threshold: z.number(), coverage: share, accuracy: share })),
});
type Figures = NonNullable<Manifest['figures']>;

/** What a build calls its test split. */
const TEST_SET: Readonly<Partial<Record<Manifest['task'], string>>> = {
  'face-emotion': 'FER2013 test',
  gender: 'FairFace validation',
};

/** Puts one build into `models`, the folder of this repository or a copy. @throws RoomtoneError `MODEL_DIGEST` */
export async function takeTrained(build: string, models: string): Promise<Manifest> {
  const { manifest, name } = await manifestOf(build);
  for (const file of new Set(manifest.artifacts.map((artifact) => artifact.file))) {
    await requireDigests(manifest, file, join(build, file));
  }
  for (const folder of ['artifacts', 'manifests', 'cards']) await mkdir(join(models, folder), { recursive: true });
  for (const { file } of manifest.artifacts) await copyFile(join(build, file), join(models, 'artifacts', file));
  await copyFile(join(build, 'card.md'), join(models, 'cards', `${manifest.task}.md`));
  const told = { ...manifest, figures: manifest.figures ?? (await figuresOf(manifest, build)) };
  await writeFile(join(models, 'manifests', name), `${JSON.stringify(told, null, 2)}\n`);
  return told;
}

/** The one manifest of a build: it is named after its task. */
async function manifestOf(build: string): Promise<{ readonly manifest: Manifest; readonly name: string }> {
  for (const name of await readdir(build)) {
    if (!name.endsWith('.json')) continue;
    const parsed = manifestSchema.safeParse(await readJson(join(build, name)));
    if (parsed.success && name === `${parsed.data.task}.json`) return { manifest: parsed.data, name };
  }
  throw new RoomtoneError('MANIFEST_INVALID', `${build} holds no manifest`, 'Name the `--out` folder of a build.');
}

async function requireDigests({ artifacts }: Manifest, file: string, path: string): Promise<void> {
  const digest = await sha256Of(path);
  if (artifacts.every((artifact) => artifact.file !== file || artifact.sha256 === digest)) return;
  throw new RoomtoneError('MODEL_DIGEST', `${path} is not what its manifest names`, 'Build it again, as a whole.');
}

/** Of the int8 artifact on faces that training never saw; all in percent. Builds of other tasks tell their own. */
async function figuresOf(manifest: Manifest, build: string): Promise<Figures> {
  const { artifacts, unsure } = metricsSchema.parse(await readJson(join(build, 'metrics.json')));
  const { faces, accuracy, macroRecall, calibrationError, cells } = artifacts.int8.test;
  const data = `${TEST_SET[manifest.task] ?? 'test split'}, ${faces.toLocaleString('en')} faces, int8`;
  const percent = (name: string, value: number): Figures[number] => ({
    name,
    value: Math.round(1_000 * value) / 10,
    unit: '%',
    data,
  });
  const [worst] = Object.entries(cells).sort(([, a], [, b]) => a.recall - b.recall);
  const voting = unsure.find(({ threshold }) => isAt(manifest, threshold));
  return [
    percent('accuracy', accuracy),
    percent('mean recall of the labels', macroRecall),
    ...(worst === undefined ? [] : [percent(`lowest recall of a group: ${worst[0]}`, worst[1].recall)]),
    ...(voting === undefined
      ? []
      : [
          percent('faces that are sure enough to vote', voting.coverage),
          percent('accuracy of those that vote', voting.accuracy),
        ]),
    percent('calibration error', calibrationError),
  ];
}

/** The manifest rounds. */
const isAt = ({ thresholds }: Manifest, threshold: number) =>
  'unsureBelow' in thresholds && Math.abs(thresholds.unsureBelow - threshold) < 0.001;

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

async function main(builds: readonly string[]): Promise<void> {
  if (builds.length === 0) throw new RoomtoneError('USAGE', 'no build is named', 'take-trained.ts DIR...');
  for (const build of builds) {
    const { task, figures = [] } = await takeTrained(build, join(projectFolder(import.meta.url), 'models'));
    console.log(`${task}: ${figures.map(({ name, value }) => `${name} ${value} %`).join(', ')}`);
  }
}

function fail(error: unknown): void {
  console.error(isRoomtoneError(error) ? `${error.code}: ${error.message}. ${error.hint}` : messageOf(error));
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2)).catch(fail);
