import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { DurableFile } from '../../../device/runtime/durable-file.ts';
import { openState, readState } from '../../../device/runtime/durable-state.ts';

const schema = z.strictObject({ v: z.literal(1), name: z.string() });
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-durable-'));
  path = join(folder, 'sub', 'state.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('gives back what was written, with mode 600 in a folder of mode 700', async () => {
  const state = await openState(path, schema, { v: 1, name: 'first' });
  await state.update((data) => {
    data.name = 'second';
  });
  expect((await openState(path, schema, { v: 1, name: 'first' })).data.name).toBe('second');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'sub'))).mode & 0o777).toBe(0o700);
});

it('falls back to the previous generation when the newest is torn', async () => {
  const file = new DurableFile(path);
  await file.write('one');
  await file.write('two');
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, -1));
  expect(await file.read()).toBe('one');
});

it('says that both generations are damaged rather than starting afresh', async () => {
  const file = new DurableFile(path);
  await file.write('one');
  await writeFile(path, 'garbage');
  await expect(file.read()).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
});

it('keeps the order of writes that were asked for at once', async () => {
  const file = new DurableFile(path);
  await Promise.all(['a', 'b', 'c'].map((text) => file.write(text)));
  expect(await file.read()).toBe('c');
});

it.each([
  [2, 'STATE_VERSION_NEW'],
  [0, 'STATE_VERSION_OLD'],
])('refuses state of version %i and leaves it as it is', async (version, code) => {
  const file = new DurableFile(path);
  await file.write(JSON.stringify({ v: version, name: 'x' }));
  const before = await readFile(path, 'utf8');
  await expect(readState({ path, schema, version: 1 })).rejects.toMatchObject({ code });
  expect(await readFile(path, 'utf8')).toBe(before);
});

it('says what to do when the folder cannot be written', async () => {
  await expect(new DurableFile('/proc/roomtone/state.json').write('x')).rejects.toMatchObject({
    code: 'STATE_UNWRITABLE',
  });
});
