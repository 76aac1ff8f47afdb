import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

const MINUTE_MS = 60_000;

describe('sessions', () => {
  let device: InjectedConsole;
  let admin: string;
  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
  });
  afterEach(() => device.stop());

  const isAlive = async (cookie: string, headers = {}) =>
    (await device.ask('GET', '/api/users', { cookie, headers })).status === 200;

  it('C5: the cookie is __Host-, Secure, HttpOnly, SameSite=Strict, and tells nothing', async () => {
    const answer = await device.ask('POST', '/api/session', { body: { password: PASSWORD } });
    const set = String([answer.headers['set-cookie']].flat()[0]);
    expect(set).toMatch(/^__Host-roomtone=/);
    const attributes = set.split('; ').slice(1).sort();
    expect(attributes).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']);
    const value = decodeURIComponent(answer.cookie ?? '');
    expect(Buffer.from(value, 'base64').toString('latin1')).not.toContain('admin');
  });

  it('C5: each sign-in has a new id, and ends the session that the browser came with', async () => {
    const answer = await device.ask('POST', '/api/session', { cookie: admin, body: { password: PASSWORD } });
    expect(answer.cookie).not.toBe(admin);
    expect(await isAlive(answer.cookie ?? '')).toBe(true);
    expect(await isAlive(admin)).toBe(false);
  });

  it('C5: 15 idle minutes end it; a person keeps it alive, a timer of the page does not', async () => {
    device.clock.advance(14 * MINUTE_MS);
    expect(await isAlive(admin)).toBe(true);
    device.clock.advance(14 * MINUTE_MS);
    expect(await isAlive(admin, { 'x-roomtone-background': '1' })).toBe(true);
    device.clock.advance(MINUTE_MS);
    expect(await isAlive(admin)).toBe(false);
  });

  it('C5: 8 hours end it, however busy its person is', async () => {
    for (let minute = 0; minute < 8 * 60; minute += 10) {
      expect(await isAlive(admin)).toBe(true);
      device.clock.advance(10 * MINUTE_MS);
    }
    expect(await isAlive(admin)).toBe(false);
  });

  it('C5: its cookie is worth nothing after sign-out', async () => {
    expect((await device.ask('DELETE', '/api/session', { cookie: admin })).status).toBe(200);
    const replay = await device.ask('GET', '/api/users', { cookie: admin });
    expect(replay.status).toBe(401);
  });

  it('C5: it outlives a restart, and a forged or foreign cookie opens nothing', async () => {
    device = await device.restart();
    expect(await isAlive(admin)).toBe(true);
    expect(await isAlive(`${admin.slice(0, 40)}AAAA${admin.slice(44)}`)).toBe(false);
    const other = await injectConsole();
    expect(await isAlive(await other.claim())).toBe(false);
    await other.stop();
  });

  it('C5: the file of sessions can open none of them', async () => {
    const stored = await readFile(join(device.folders.state, 'console', 'sessions.json'), 'utf8');
    const opened = device.app.decodeSecureSession(decodeURIComponent(admin.slice(admin.indexOf('=') + 1)));
    const id = String(opened?.get('id'));
    expect(id).toHaveLength(43);
    expect(stored).not.toContain(id);
  });

  it('C5: they can be listed and ended; a viewer sees and ends their own alone', async () => {
    const password = 'watching the room quietly';
    await device.ask('POST', '/api/users', { cookie: admin, body: { name: 'vera', role: 'viewer', password } });
    const vera = await device.signIn('vera', password);
    const veraToo = await device.signIn('vera', password);

    const all = (await device.ask('GET', '/api/sessions', { cookie: admin })).json.sessions;
    const own = (await device.ask('GET', '/api/sessions', { cookie: vera })).json.sessions;
    expect(all.map((each: { name: string }) => each.name).sort()).toEqual(['admin', 'vera', 'vera']);
    expect(own).toHaveLength(2);

    const adminHandle = all.find((each: { name: string }) => each.name === 'admin').handle;
    expect((await device.ask('DELETE', `/api/sessions/${adminHandle}`, { cookie: vera })).status).toBe(404);
    const other = own.find((each: { isCurrent: boolean }) => !each.isCurrent).handle;
    expect((await device.ask('DELETE', `/api/sessions/${other}`, { cookie: vera })).status).toBe(200);
    expect((await device.ask('GET', '/api/sessions', { cookie: veraToo })).status).toBe(401);
    expect((await device.ask('GET', '/api/sessions', { cookie: vera })).status).toBe(200);
  });

  it('C5: removing a user ends their sessions; the last admin stays', async () => {
    const password = 'watching the room quietly';
    await device.ask('POST', '/api/users', { cookie: admin, body: { name: 'vera', role: 'viewer', password } });
    const vera = await device.signIn('vera', password);
    expect((await device.ask('DELETE', '/api/users/vera', { cookie: admin })).status).toBe(200);
    expect((await device.ask('GET', '/api/sessions', { cookie: vera })).status).toBe(401);
    expect((await device.ask('DELETE', '/api/users/admin', { cookie: admin })).json.code).toBe('LAST_ADMIN');
  });
});
