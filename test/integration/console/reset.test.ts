import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DurableFile } from '../../../device/runtime/durable-file.ts';
import { FolderLock } from '../../../device/runtime/folder-lock.ts';
import { resetCommand, resetIfAsked } from '../../../provisioning/reset.ts';
import { RESET_FILE } from '../../../shared/console-access.ts';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

const WATERMARK = 'watermark-of-a-person';
const LEDGER = { day: '2026-11-22', spentMilli: 3_000 };

describe('the factory reset', () => {
  let device: InjectedConsole;
  let admin: string;
  const state = () => device.folders.state;
  const nowhere = () => join(device.folders.root, 'no-boot-file');

  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
    // What the other programs keep: settings, an outbox, broker credentials, an identity, and the ledger.
    for (const folder of ['sense', 'link/outbox', 'link/broker'])
      await mkdir(join(state(), folder), { recursive: true });
    for (const file of [
      'identity.json',
      'sense/privacy-settings.json',
      'link/outbox/000.segment',
      'link/broker/password',
    ]) {
      await writeFile(join(state(), file), WATERMARK);
    }
    const releases = new DurableFile(join(state(), 'sense', 'releases.json'));
    await releases.write(
      JSON.stringify({ v: 1, boot: 7, ledger: LEDGER, pending: [{ payload: WATERMARK }], dropped: 0 }),
    );
    await releases.write(
      JSON.stringify({ v: 1, boot: 8, ledger: LEDGER, pending: [{ payload: WATERMARK }], dropped: 0 }),
    );
  });
  afterEach(() => device.stop());

  const files = async () =>
    (await readdir(state(), { recursive: true })).filter((name) => /\./.test(name) || /-key$/.test(name)).sort();
  const ask = (body: unknown) => device.ask('POST', '/api/reset', { cookie: admin, body });

  it('C14: wipes every file but the ledger, which it does not refill, at the start after it was asked for', async () => {
    expect((await files()).length).toBeGreaterThan(10);
    expect((await ask({ password: PASSWORD, confirm: 'reset' })).status).toBe(200);
    expect(await resetIfAsked(state(), nowhere())).toBe(true);
    expect(await files()).toEqual(['sense/releases.json', 'sense/releases.json.previous']);
    for (const file of await files()) expect(await readFile(join(state(), file), 'utf8')).not.toContain(WATERMARK);
    const kept = JSON.parse((await new DurableFile(join(state(), 'sense', 'releases.json')).read()) ?? '{}');
    expect(kept).toEqual({ v: 1, boot: 8, ledger: LEDGER, pending: [], dropped: 0 });
    expect(grep(state(), 'argon2|watermark|PRIVATE KEY')).toBe('');
    expect(await resetIfAsked(state(), nowhere())).toBe(false);

    device = await device.restart();
    expect((await device.ask('GET', '/api/setup')).json.claimed).toBe(false);
    expect((await device.ask('GET', '/api/status', { cookie: admin })).status).toBe(403);
  });

  it('C14: needs the password and the word, and an admin', async () => {
    expect((await ask({ password: 'wrong wrong wrong', confirm: 'reset' })).status).toBe(401);
    expect((await ask({ password: PASSWORD, confirm: 'yes' })).status).toBe(400);
    expect((await ask({ password: PASSWORD })).status).toBe(400);
    expect(await resetIfAsked(state(), nowhere())).toBe(false);
    expect(existsSync(join(state(), RESET_FILE))).toBe(false);
    const { entries } = (await device.ask('GET', '/api/audit', { cookie: admin })).json;
    expect(entries[0].action).toBe('confirmation-refused');
  });

  it('C14: is also done by a file on the boot partition, which is gone afterwards', async () => {
    const bootFile = join(device.folders.root, 'roomtone-reset');
    await writeFile(bootFile, '');
    expect(await resetIfAsked(state(), bootFile)).toBe(true);
    expect(existsSync(bootFile)).toBe(false);
    expect(await files()).toEqual(['sense/releases.json', 'sense/releases.json.previous']);
  });

  it('C14: one that a power cut ended is begun anew', async () => {
    await ask({ password: PASSWORD, confirm: 'reset' });
    // As it stands in the middle: the marker is there, half is gone.
    execFileSync('rm', ['-r', join(state(), 'console'), join(state(), 'identity.json')]);
    expect(await resetIfAsked(state(), nowhere())).toBe(true);
    expect(await files()).toEqual(['sense/releases.json', 'sense/releases.json.previous']);
  });

  it('C14: the command needs --yes, and does nothing while a device runs on the folder', async () => {
    await expect(resetCommand(['--state', state()])).rejects.toMatchObject({ code: 'USAGE' });
    const lock = new FolderLock(state());
    await lock.take();
    await expect(resetCommand(['--state', state(), '--yes'])).rejects.toMatchObject({ code: 'STATE_IN_USE' });
    expect((await files()).length).toBeGreaterThan(10);
    await lock.release();
    expect(await resetCommand(['--state', state(), '--yes'])).toBe(0);
    expect(await files()).toEqual(['sense/releases.json', 'sense/releases.json.previous']);
  });
});

/** Files below `folder` whose bytes match. */
function grep(folder: string, pattern: string): string {
  try {
    return execFileSync('grep', ['-rlE', pattern, folder], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
