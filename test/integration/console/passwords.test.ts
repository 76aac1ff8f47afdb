import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('passwords', () => {
  let device: InjectedConsole;
  let admin: string;
  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
  });
  afterEach(() => device.stop());

  it('C2: are kept as argon2id with at least 19 MiB and two passes, and nowhere in clear', async () => {
    const stored = await readFile(join(device.folders.state, 'console', 'accounts.json'), 'utf8');
    const [, memory, passes] = /\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(stored) ?? [];
    expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
    expect(Number(passes)).toBeGreaterThanOrEqual(2);
    expect(stored).not.toContain(PASSWORD);
  });

  it('C2: of 64 signs, with blanks and of any script, are taken whole', async () => {
    const long = 'Ü ber-λóng ☂ '.repeat(6).slice(0, 64);
    const body = { name: 'lena', role: 'viewer', password: long };
    expect((await device.ask('POST', '/api/users', { cookie: admin, body })).status).toBe(200);
    await device.signIn('lena', long);
    const cut = { name: 'lena', password: long.slice(0, -1) };
    expect((await device.ask('POST', '/api/session', { body: cut })).status).toBe(401);
  });

  it('C3: changing one needs the current one and ends all other sessions of the account', async () => {
    const elsewhere = await device.signIn('admin', PASSWORD);
    const next = 'another room without windows';
    const change = (current: string) => device.ask('PUT', '/api/password', { cookie: admin, body: { current, next } });
    expect((await change('not the current one')).status).toBe(401);
    expect((await device.ask('GET', '/api/users', { cookie: elsewhere })).status).toBe(200);

    expect((await change(PASSWORD)).status).toBe(200);
    expect((await device.ask('GET', '/api/users', { cookie: admin })).status).toBe(200);
    expect((await device.ask('GET', '/api/users', { cookie: elsewhere })).status).toBe(401);
    expect((await device.ask('POST', '/api/session', { body: { password: PASSWORD } })).status).toBe(401);
    await device.signIn('admin', next);
  });

  it('C3: a refused new password changes nothing', async () => {
    const body = { current: PASSWORD, next: 'passwordpassword' };
    expect((await device.ask('PUT', '/api/password', { cookie: admin, body })).json.code).toBe('PASSWORD_REFUSED');
    await device.signIn('admin', PASSWORD);
  });
});
