import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderLock } from '../../../device/runtime/folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is held by one, and free again after', async () => {
  const [first, second] = [new FolderLock(folder), new FolderLock(folder)];
  await first.take();
  await expect(second.take()).rejects.toMatchObject({ code: 'STATE_IN_USE' });
  await second.release();
  await expect(second.take()).rejects.toMatchObject({ code: 'STATE_IN_USE' });
  await first.release();
  await second.take();
  await second.release();
});

it.each(['', '999999999 1', `${process.pid} 1`, 'garbage'])(
  'takes over from a holder that is no more: %j',
  async (holder) => {
    await writeFile(join(folder, 'lock'), holder);
    const lock = new FolderLock(folder);
    await lock.take();
    expect(await readFile(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`));
    await lock.release();
  },
);
