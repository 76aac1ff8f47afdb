import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

const VERA = 'watching the room quietly';

let device: InjectedConsole;
let admin: string;
beforeEach(async () => {
  device = await injectConsole();
  admin = await device.claim();
});
afterEach(() => device.stop());

let asked = 0;
const ask = (method: string, path: string, body?: unknown, cookie: string | null = admin) => {
  asked += 1;
  const address = `10.40.${asked >> 8}.${asked & 255}`;
  return device.ask(method, path, { cookie, address, ...(body === undefined ? {} : { body }) });
};

describe('an invitation', () => {
  const invite = async (role = 'viewer', confirm?: string) =>
    (await ask('POST', '/api/invitations', { role, ...(confirm === undefined ? {} : { confirm }) })).json;
  const accept = (token: string, name = 'vera', password = VERA) =>
    ask('POST', '/api/invitation', { token, name, password }, null);

  it('C6: makes an account of its role, once, and signs in', async () => {
    const { token } = await invite();
    const answer = await accept(token);
    expect(answer.json).toMatchObject({ name: 'vera', role: 'viewer' });
    expect((await ask('GET', '/api/status', undefined, answer.cookie)).status).toBe(200);
    expect((await ask('GET', '/api/users', undefined, answer.cookie)).status).toBe(403);
    expect((await accept(token, 'nora')).json.code).toBe('INVITATION_INVALID');
    expect((await ask('GET', '/api/invitations')).json.invitations).toEqual([]);
  });

  it('C6: of two who accept at the same moment one wins', async () => {
    const { token } = await invite();
    const answers = await Promise.all([accept(token, 'vera'), accept(token, 'nora')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('C6: ends after 48 hours, over a restart too', async () => {
    const { token } = await invite();
    device = await device.restart();
    device.clock.advance(48 * 3_600_000);
    expect((await accept(token)).json.code).toBe('INVITATION_INVALID');
  });

  it('C6: can be taken back, and falls with the admin who made it', async () => {
    const { token, id } = await invite();
    expect((await ask('DELETE', `/api/invitations/${id}`)).status).toBe(200);
    expect((await accept(token)).json.code).toBe('INVITATION_INVALID');

    await ask('POST', '/api/users', { name: 'nora', role: 'admin', password: VERA, confirm: PASSWORD });
    const nora = await device.signIn('nora', VERA);
    const other = (await ask('POST', '/api/invitations', { role: 'viewer' }, nora)).json;
    await ask('PUT', '/api/users/nora', { role: 'viewer' });
    expect((await accept(other.token)).json.code).toBe('INVITATION_INVALID');
  });

  it('C6: to be an admin needs the password again', async () => {
    expect((await invite('admin')).code).toBe('PASSWORD_NEEDED');
    expect((await invite('admin', 'wrong wrong wrong')).code).toBe('SIGN_IN_WRONG');
    const { token } = await invite('admin', PASSWORD);
    expect((await accept(token)).json.role).toBe('admin');
  });

  it('C2: holds again where the name or the password is refused', async () => {
    const { token } = await invite();
    expect((await accept(token, 'vera', 'short')).json.code).toBe('PASSWORD_REFUSED');
    expect((await accept(token, 'admin')).json.code).toBe('USER_EXISTS');
    expect((await accept(token)).status).toBe(200);
  });

  it('C13: is kept as a digest, and its token stands in no file', async () => {
    const { token } = await invite();
    for (const name of ['invitations.json', 'audit.jsonl']) {
      expect(await readFile(join(device.folders.state, 'console', name), 'utf8')).not.toContain(token);
    }
  });

  it('C12: there are at most 16 that are open', async () => {
    const answers = [];
    for (let n = 0; n < 17; n += 1) answers.push((await ask('POST', '/api/invitations', { role: 'viewer' })).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(16);
    expect(answers.at(-1)).toBe(409);
  });
});

describe('a user', () => {
  beforeEach(() => ask('POST', '/api/users', { name: 'vera', role: 'viewer', password: VERA }));

  it('C6: becomes an admin only where the password is given again, and their sessions end', async () => {
    const vera = await device.signIn('vera', VERA);
    expect((await ask('PUT', '/api/users/vera', { role: 'admin' })).json.code).toBe('PASSWORD_NEEDED');
    expect((await ask('PUT', '/api/users/vera', { role: 'admin', confirm: PASSWORD })).status).toBe(200);
    expect((await ask('GET', '/api/sessions', undefined, vera)).status).toBe(401);
    expect((await ask('GET', '/api/users', undefined, await device.signIn('vera', VERA))).status).toBe(200);
  });

  it('C6: who is disabled is out at once, and gets the answer of a wrong password', async () => {
    const vera = await device.signIn('vera', VERA);
    await ask('PUT', '/api/users/vera', { disabled: true });
    expect((await ask('GET', '/api/sessions', undefined, vera)).status).toBe(401);
    const refused = await ask('POST', '/api/session', { name: 'vera', password: VERA }, null);
    expect(refused.json.code).toBe('SIGN_IN_WRONG');
    device = await device.restart();
    expect((await ask('GET', '/api/users')).json.users).toContainEqual(
      expect.objectContaining({ name: 'vera', disabled: true }),
    );
    await ask('PUT', '/api/users/vera', { disabled: false });
    await device.signIn('vera', VERA);
  });

  it('C6: the last admin can be neither removed, nor disabled, nor made a viewer', async () => {
    for (const change of [{ role: 'viewer' }, { disabled: true }]) {
      expect((await ask('PUT', '/api/users/admin', change)).json.code).toBe('LAST_ADMIN');
    }
    await ask('PUT', '/api/users/vera', { role: 'admin', confirm: PASSWORD });
    await ask('PUT', '/api/users/vera', { disabled: true });
    expect((await ask('DELETE', '/api/users/admin')).json.code).toBe('LAST_ADMIN');
    await ask('PUT', '/api/users/vera', { disabled: false });
    expect((await ask('PUT', '/api/users/admin', { role: 'viewer' })).status).toBe(200);
  });

  it('C13: whatever is changed about them stands in the audit log', async () => {
    await ask('PUT', '/api/users/vera', { role: 'admin', disabled: true, confirm: PASSWORD });
    const { entries } = (await ask('GET', '/api/audit')).json;
    expect(entries[0]).toMatchObject({ action: 'user-changed', detail: 'vera admin disabled' });
  });
});
