// The manifests of this repository keep their schema, and the schema refuses what it does not know.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manifestSchema } from '../../shared/manifest.ts';

const FOLDER = new URL('../../models/manifests/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

test.each(FILES)('%s is a manifest, and is named after its task', (name) => {
  expect(`${manifestSchema.parse(read(name)).task}.json`).toBe(name);
});

test('an unknown key, an unknown label and a shortened digest are refused', () => {
  const emotion = read('face-emotion.json');
  const [artifact] = emotion.artifacts;
  const seeded = [
    { ...emotion, note: 'x' },
    { ...emotion, output: { labels: [...emotion.output.labels.slice(1), 'bored'] } },
    { ...emotion, artifacts: [{ ...artifact, sha256: artifact.sha256.slice(1) }] },
    { ...emotion, artifacts: [{ ...artifact, file: '../face-emotion.onnx' }] },
    { ...emotion, task: 'age' },
  ];
  for (const manifest of seeded) expect(manifestSchema.safeParse(manifest).success).toBe(false);
  expect(manifestSchema.safeParse(emotion).success).toBe(true);
});

test('every label of the emotion model is there once', () => {
  const { labels } = read('face-emotion.json').output;
  expect(new Set(labels).size).toBe(7);
});
