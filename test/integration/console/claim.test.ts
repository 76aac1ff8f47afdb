import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC_ROUTES } from '../../../console/routes/public-routes.ts';
import { prepareClaim } from '../../../provisioning/claim.ts';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('the claim', () => {
  let device: InjectedConsole;
  beforeEach(async () => {
    device = await injectConsole();
  });
  afterEach(() => device.stop());

  const claim = (code: string | null, password = PASSWORD) =>
    device.ask('POST', '/api/setup/claim', { body: { code, password } });
  const stored = (name: string) => readFile(join(device.folders.state, 'console', name), 'utf8');

  it('C1: before it, every route but the listed ones answers 403', async () => {
    const open = PUBLIC_ROUTES.filter(({ beforeClaim }) => beforeClaim).map(({ route }) => route);
    const closed = device.app.addedRoutes.filter(({ method, url }) => !open.includes(`${method} ${url}`));
    expect(closed.length).toBeGreaterThan(10);
    for (const { method, url } of [...closed, { method: 'GET', url: '/api/nothing' }, { method: 'GET', url: '/x' }]) {
      const path = url.replace(':name', 'admin').replace(':handle', '0123456789abcdef');
      const answer = await device.ask(method, path);
      expect([`${method} ${url}`, answer.status]).toEqual([`${method} ${url}`, 403]);
    }
  });

  it('C1: there is no password before it, and only its own code opens the device', async () => {
    expect((await device.ask('POST', '/api/session', { body: { name: 'admin', password: 'admin' } })).status).toBe(403);
    expect((await claim('0000-0000-0000')).json.code).toBe('CLAIM_CODE_WRONG');
    expect((await claim('')).status).toBe(400);
    expect((await device.ask('GET', '/api/setup')).json).toMatchObject({ claimed: false });
    expect((await claim(device.claimCode)).status).toBe(200);
  });

  it('C1: the code is kept hashed, works once, and leaves nothing behind', async () => {
    const before = await stored('claim.json');
    expect(before).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(before).not.toContain(device.claimCode ?? '?');
    expect(before).not.toContain(device.claimCode?.replaceAll('-', '') ?? '?');
    await claim(device.claimCode);
    expect((await claim(device.claimCode)).json.code).toBe('ALREADY_CLAIMED');
    expect(await stored('claim.json')).not.toContain('argon2');
    const restarted = await device.restart();
    expect(restarted.claimCode).toBeNull();
    expect(
      (await restarted.ask('POST', '/api/setup/claim', { body: { code: device.claimCode, password: PASSWORD } }))
        .status,
    ).toBe(409);
    device = restarted;
  });

  it('C1: of two claims at the same moment one wins', async () => {
    const answers = await Promise.all([claim(device.claimCode), claim(device.claimCode, 'another person altogether')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(device.parts.accounts.list()).toHaveLength(1);
  });

  it('C1: a refused password does not use the code up', async () => {
    expect((await claim(device.claimCode, 'short')).json.code).toBe('PASSWORD_REFUSED');
    expect((await claim(device.claimCode)).status).toBe(200);
  });

  it('C1: two fresh installs differ in code, cookie key and salt, and so does each start of one', async () => {
    const other = await injectConsole();
    expect(other.claimCode).not.toBe(device.claimCode);
    const [mine, theirs] = await Promise.all(
      [device, other].map(({ folders }) => readFile(join(folders.state, 'console', 'cookie-key'), 'utf8')),
    );
    expect(mine).not.toBe(theirs);
    await other.stop();
    const before = device.claimCode;
    device = await device.restart();
    expect(device.claimCode).not.toBe(before);
    expect((await claim(before)).status).toBe(403);
  });

  it('C1: a lost password is recovered by a file on the boot partition, which is gone afterwards', async () => {
    const cookie = await device.claim();
    const recoveryFile = join(device.folders.root, 'roomtone-recover');
    expect(await prepareClaim(device.folders.state, device.parts.random, recoveryFile)).toBeNull();
    await writeFile(recoveryFile, '');
    expect(await prepareClaim(device.folders.state, device.parts.random, recoveryFile)).toMatch(
      /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/,
    );
    expect(existsSync(recoveryFile)).toBe(false);
    device = await device.restart();
    expect((await device.ask('GET', '/api/status', { cookie })).status).toBe(403);
    expect((await device.ask('GET', '/api/setup')).json).toMatchObject({ claimed: false });
    expect((await claim(device.claimCode, 'the password of another day')).status).toBe(200);
  });

  it('a power cut between the account and its mark leaves a claimed device', async () => {
    const unused = await stored('claim.json');
    await device.claim();
    await writeFile(join(device.folders.state, 'console', 'claim.json'), unused);
    device = await device.restart();
    expect((await claim(device.claimCode)).json.code).toBe('ALREADY_CLAIMED');
    expect(await stored('claim.json')).not.toContain('argon2');
  });
});
