import { spawnSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../console/audit/audit-log.ts';
import { createLog } from '../../../device/runtime/log.ts';
import { FakeClock } from '../../fixtures/console/fake-clock.ts';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';
import { type ConsoleFolders, makeFolders, removeFolders } from '../../fixtures/console/running-console.ts';

const VERIFY = fileURLToPath(new URL('../../../console/audit/verify-main.ts', import.meta.url));
const quiet = createLog('test', 'silent');
const DAY_MS = 24 * 3_600_000;

describe('the audit log of a console', () => {
  let device: InjectedConsole;
  beforeEach(async () => {
    device = await injectConsole();
  });
  afterEach(() => device.stop());

  it('C13: has one line for each act, says who and from where, and holds no secret', async () => {
    await device.ask('POST', '/api/setup/claim', { body: { code: 'WRONG', password: PASSWORD } });
    const admin = await device.claim();
    await device.ask('POST', '/api/session', { body: { name: 'hunter2-my-password', password: 'x y z wrong' } });
    const body = { name: 'vera', role: 'viewer', password: 'watching the room quietly' };
    await device.ask('POST', '/api/users', { cookie: admin, body });
    await device.ask('PUT', '/api/password', {
      cookie: admin,
      body: { current: PASSWORD, next: 'quite another room' },
    });
    await device.ask('DELETE', '/api/users/vera', { cookie: admin });
    await device.ask('DELETE', '/api/session', { cookie: admin });
    const back = await device.signIn('admin', 'quite another room');

    const { entries, chain } = (await device.ask('GET', '/api/audit', { cookie: back })).json;
    expect(chain).toEqual({ intact: true, checked: 8, brokenAt: null });
    expect(entries.map((each: { action: string }) => each.action).reverse()).toEqual([
      'claim-refused',
      'claimed',
      'sign-in-refused',
      'user-created',
      'password-changed',
      'user-removed',
      'signed-out',
      'signed-in',
    ]);
    expect(entries[0]).toMatchObject({ actor: 'admin', address: '10.9.9.8' });
    const text = await readFile(join(device.folders.state, 'console', 'audit.jsonl'), 'utf8');
    expect(text).not.toMatch(/hunter2|quiet|room|argon2|\$|wrong|WRONG/);
    expect(text).not.toContain(device.claimCode ?? '?');
  });

  it('C13: says where somebody has changed it', async () => {
    const admin = await device.claim();
    await device.ask('POST', '/api/session', { body: { password: 'wrong wrong wrong' } });
    await device.ask('POST', '/api/users', {
      cookie: admin,
      body: { name: 'v', role: 'viewer', password: 'four words in row' },
    });
    const path = join(device.folders.state, 'console', 'audit.jsonl');
    const text = await readFile(path, 'utf8');
    const check = async () => (await device.ask('GET', '/api/audit', { cookie: admin })).json.chain;

    expect(await check()).toMatchObject({ intact: true });
    await writeFile(path, text.replace('sign-in-refused', 'signed-in'));
    expect(await check()).toMatchObject({ intact: false, brokenAt: 2 });
    await writeFile(
      path,
      text
        .split('\n')
        .filter((line) => !line.includes('sign-in-refused'))
        .join('\n'),
    );
    expect(await check()).toMatchObject({ intact: false, brokenAt: 2 });
    await writeFile(path, `${text.split('\n').slice(0, 2).join('\n')}\n`);
    expect(await check()).toMatchObject({ intact: false, brokenAt: 3 });
    await writeFile(path, '');
    expect(await check()).toMatchObject({ intact: false, brokenAt: 1 });
    await writeFile(path, text.replace('"seq":2', '"seq":2x'));
    expect(await check()).toMatchObject({ intact: false, brokenAt: 2 });
  });
});

describe('the audit log as a file', () => {
  let device: InjectedConsole;
  let admin: string;
  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
    await device.ask('POST', '/api/session', { body: { password: 'wrong wrong wrong' } });
  });
  afterEach(() => device.stop());

  const exported = async (format: string) => device.ask('GET', `/api/audit/export?format=${format}`, { cookie: admin });
  /** Exit code and words of `roomtone audit-verify`. */
  const verify = (...args: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', VERIFY, ...args], { encoding: 'utf8' });
    return `${status} ${stdout.trim()}`;
  };

  it('C13: is verified by the command, in the state folder and in an export, and each fault is found', async () => {
    const { text, headers } = await exported('jsonl');
    expect(headers['content-disposition']).toBe('attachment; filename="roomtone-audit.jsonl"');
    const file = join(device.folders.root, 'export.jsonl');
    await writeFile(file, text);
    expect(verify('--file', file)).toMatch(/^0 audit log whole: 3 lines, 1 to 3/);
    expect(verify('--state', device.folders.state)).toMatch(/^0 audit log whole: 3 lines/);

    const lines = text.trimEnd().split('\n');
    const faults: Readonly<Record<string, readonly string[]>> = {
      changed: lines.map((line) => line.replace('sign-in-refused', 'signed-in')),
      'without a line': lines.filter((_, index) => index !== 2),
      'without its end': lines.slice(0, -1),
      reordered: [lines[0] ?? '', lines[2] ?? '', lines[1] ?? '', lines[3] ?? ''],
    };
    for (const [fault, left] of Object.entries(faults)) {
      await writeFile(file, `${left.join('\n')}\n`);
      expect([fault, verify('--file', file).slice(0, 18)]).toEqual([fault, '1 audit log BROKEN']);
    }
  }, 60_000);

  it('C13: is a table that no spreadsheet takes for a formula, and who took it stands in it', async () => {
    await device.parts.audit.append({ action: 'test', actor: '=cmd()', address: null, detail: 'a "quoted", text' });
    const { text } = await exported('csv');
    const [head, ...rows] = text.trimEnd().split('\r\n');
    expect(head).toBe('seq,at,action,actor,address,detail,previous,hash');
    expect(rows.at(-2)).toContain(`,test,'=cmd(),,"a ""quoted"", text",`);
    expect(rows.at(-1)).toContain(',audit-exported,admin,');
  });
});

describe('the file of the audit log', () => {
  let folders: ConsoleFolders;
  let clock: FakeClock;
  const path = () => join(folders.state, 'console', 'audit.jsonl');
  const act = (detail: string) => ({ action: 'test', actor: 'admin', address: '127.0.0.1', detail });
  const open = async (bytesMax?: number) => {
    const log = new AuditLog({
      stateFolder: folders.state,
      clock,
      log: quiet,
      ...(bytesMax === undefined ? {} : { bytesMax }),
    });
    await log.start();
    return log;
  };

  beforeEach(async () => {
    folders = await makeFolders();
    clock = new FakeClock();
  });
  afterEach(() => removeFolders(folders));

  it('C13: keeps 90 days, and its chain across the cut', async () => {
    let log = await open();
    await log.append(act('old'));
    clock.advance(60 * DAY_MS);
    await log.append(act('newer'));
    clock.advance(31 * DAY_MS);
    log = await open();
    await log.append(act('newest'));
    const { entries, chain } = await log.read();
    expect(entries.map(({ detail }) => detail)).toEqual(['newer', 'newest']);
    expect(chain).toEqual({ intact: true, checked: 2, brokenAt: null });
  });

  it('C13: never grows beyond its bound, and keeps the newest', async () => {
    const log = await open(20_000);
    for (let n = 0; n < 200; n += 1) await log.append(act(`number ${n}`));
    expect((await stat(path())).size).toBeLessThanOrEqual(20_000);
    const { entries, chain } = await log.read();
    expect(entries.at(-1)?.detail).toBe('number 199');
    expect(chain.intact).toBe(true);
  });

  it('C11: line breaks, control signs and endless text of a stranger stay within their line', async () => {
    const log = await open();
    await log.append(act(`a\r\n{"seq":9}\u001b[2J${'x'.repeat(500)}`));
    const text = await readFile(path(), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text).toContain('a??{\\"seq\\":9}?[2Jxxx');
    expect(text.length).toBeLessThan(700);
  });

  it('goes on after a power cut within a line, and after one between the line and its head', async () => {
    let log = await open();
    await log.append(act('first'));
    const head = await readFile(`${path()}.head`, 'utf8');
    await log.append(act('second'));
    await writeFile(`${path()}.head`, head);
    log = await open();
    await log.append(act('third'));
    await writeFile(path(), `${await readFile(path(), 'utf8')}{"seq":4,"at":"20`);
    log = await open();
    await log.append(act('fourth'));
    const { entries, chain } = await log.read();
    expect(entries.map(({ detail }) => detail)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(chain.intact).toBe(true);
  });
});
