import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../../device/runtime/project-folder.ts';
import { readSources, type SourceFile, schemasInPages, violationsOf } from './import-rules.ts';

const sources = readSources(projectFolder(import.meta.url));
const text = (path: string, line: string): SourceFile => ({ path, text: `${line}\n` });

/** Types and calls that forge what only one file may make. */
const castsTo = (type: string, files: readonly SourceFile[]) =>
  files.filter(({ text }) => new RegExp(`\\bas (unknown as )?${type}\\b`).test(text)).map(({ path }) => path);

describe('boundaries', () => {
  it('hold for every source file', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(violationsOf(sources)).toEqual([]);
  });

  it.each([
    ['device/link/seed.ts', "import { Room } from '../sense/privacy/room.ts';", 'device/sense/privacy/room.ts'],
    ['device/sense/seed.ts', "import { Outbox } from './../link/outbox/outbox.ts';", 'device/link/outbox/outbox.ts'],
    ['shared/seed.ts', "import { readFile } from 'node:fs/promises';", 'node:fs/promises'],
    ['shared/seed.ts', "import { x } from '../device/runtime/clock.ts';", 'device/runtime/clock.ts'],
    ['console/web/seed.tsx', "import { x } from '../sessions/session.ts';", 'console/sessions/session.ts'],
    ['console/seed.ts', "import mqtt from 'mqtt';", 'mqtt'],
    ['device/sense/vision/seed.ts', "const x = await import('onnxruntime-node');", 'onnxruntime-node'],
    ['device/sense/capture/seed.ts', "import { connect } from 'node:net';", 'node:net'],
    ['provisioning/seed.ts', "import { Room } from '../device/sense/privacy/room.ts';", 'device/sense/privacy/room.ts'],
    ['device/runtime/seed.ts', "import { x } from '../../test/fixtures/x.ts';", 'test/fixtures/x.ts'],
  ])('catch a seeded violation in %s', (path, line, target) => {
    expect(violationsOf([text(path, line)])).toEqual([`${path} imports ${target}`]);
  });

  it('keep the schema library out of the pages: it tries what their content policy forbids', () => {
    expect(schemasInPages(sources)).toEqual([]);
    const seed = text(
      'console/web/seed.tsx',
      "import { type Sentence, sentenceSchema } from '../../shared/sentence.ts';",
    );
    expect(schemasInPages([...sources, seed])).toEqual(['console/web/seed.tsx takes shared/sentence.ts']);
  });

  it('let only the release make an aggregate', () => {
    expect(castsTo('Aggregate', sources)).toEqual(['device/sense/privacy/release.ts']);
    expect(castsTo('Aggregate', [text('device/sense/main.ts', 'const a = w as Aggregate;')])).toEqual([
      'device/sense/main.ts',
    ]);
  });

  it('keep raw things out of every log call', () => {
    const logsRaw = ({ text }: SourceFile) => /\blog\.\w+\([^)]*\b(frame|pixels|samples|crop|embedding)\b/.test(text);
    expect(sources.filter(logsRaw).map(({ path }) => path)).toEqual([]);
    expect(logsRaw(text('device/sense/seed.ts', "log.info({ frame }, 'seen');"))).toBe(true);
  });
});
