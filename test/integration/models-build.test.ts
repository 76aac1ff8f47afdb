// The build: the same bytes each time, nothing done twice, and never a model that its manifest does not describe.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildModels } from '../../models/convert/build.ts';
import { readManifests } from '../../models/convert/manifests.ts';
import { digestOf } from '../../models/convert/pinned-file.ts';
import type { Manifest } from '../../shared/manifest.ts';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
let out = '';
let lines: string[] = [];

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'models-'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const build = (manifests: readonly Manifest[], force = false) => {
  lines = [];
  return buildModels(manifests, { out, cache: CACHE, force, report: (line) => lines.push(line) });
};

test('every model is built to the digest and size of its manifest', async () => {
  const manifests = await readManifests();
  await build(manifests);
  for (const { file, sha256, bytes } of manifests.flatMap(({ artifacts }) => artifacts)) {
    expect(digestOf(readFileSync(join(out, file)))).toBe(sha256);
    expect(statSync(join(out, file)).size).toBe(bytes);
  }
});

test('a second build does nothing, a damaged file is built again', async () => {
  const manifests = await readManifests();
  await build(manifests);
  expect(lines.every((line) => line.endsWith('up to date'))).toBe(true);
  for (const file of ['face-detector.onnx', 'face-emotion.int8.onnx']) writeFileSync(join(out, file), 'damaged');
  await build(manifests);
  expect(lines.filter((line) => line.endsWith('digest matches'))).toHaveLength(2);
});

test('a model that comes out different is refused and not written', async () => {
  const [manifest] = await readManifests();
  const [artifact] = manifest?.artifacts ?? [];
  if (!manifest || !artifact) throw new RangeError('no manifest');
  const seeded = { ...manifest, artifacts: [{ ...artifact, file: 'other.onnx', sha256: '0'.repeat(64) }] };
  await expect(build([seeded])).rejects.toMatchObject({ code: 'MODEL_DIGEST' });
  expect(() => statSync(join(out, 'other.onnx'))).toThrow('ENOENT');
});
