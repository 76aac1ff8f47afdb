import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoRoom } from '../../fixtures/console/claimed-console.ts';
import { FakeRoom } from '../../fixtures/console/fake-room.ts';
import { fuzzConsole } from '../../fixtures/console/fuzz-console.ts';
import { type InjectedConsole, injectConsole } from '../../fixtures/console/injected-console.ts';

describe('what comes in', () => {
  let device: InjectedConsole;
  let room: FakeRoom;
  let admin: string;

  beforeAll(async () => {
    device = await injectConsole();
    room = new FakeRoom(device.folders.run, demoRoom());
    await room.start();
    admin = await device.claim();
  });
  afterAll(async () => {
    await device.stop();
    await room.stop();
  });

  const json = { 'content-type': 'application/json' };

  it('C11: every route refuses what it does not know: bodies, queries, parameters', async () => {
    const ask = async (method: string, path: string, body?: unknown) =>
      (await device.ask(method, path, { cookie: admin, ...(body === undefined ? {} : { body }) })).status;
    expect(await ask('GET', '/api/status?verbose=1')).toBe(400);
    expect(await ask('GET', '/api/windows?limit=0')).toBe(400);
    expect(await ask('GET', '/api/windows?limit=501')).toBe(400);
    expect(await ask('GET', '/api/windows?stream=faces')).toBe(400);
    expect(await ask('GET', '/api/windows?stream=mood&limit=3')).toBe(200);
    expect(await ask('PUT', '/api/preview', { enabled: 'yes' })).toBe(400);
    expect(await ask('PUT', '/api/preview', { enabled: true, extra: 1 })).toBe(400);
    expect(await ask('DELETE', '/api/session', { all: true })).toBe(400);
    expect(await ask('DELETE', '/api/users/Nobody%00')).toBe(400);
    expect(await ask('POST', '/api/context', { context: 'demo' })).toBe(400);
  });

  it('C11: a body is JSON of at most 256 kB, without keys that reach into prototypes', async () => {
    const send = async (body: string) =>
      (await device.ask('PUT', '/api/preview', { cookie: admin, body, headers: json })).status;
    expect(await send(`{"enabled":true${' '.repeat(256 * 1024)}}`)).toBe(400);
    expect(await send(`{"enabled":true${' '.repeat(255 * 1024)}}`)).toBe(200);
    expect(await send('{"enabled":true,"__proto__":{"role":"admin"}}')).toBe(400);
    expect(await send('{"enabled":true,"constructor":{"prototype":{}}}')).toBe(400);
    expect(await send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBe(400);
    expect(await send('{"enabled":true}')).toBe(200);
  });

  it('C11: a refusal quotes nothing of the request', async () => {
    const secret = 'zebra-crossing';
    const body = { name: secret, role: 'admin', password: secret, [secret]: secret };
    const { status, text } = await device.ask('POST', '/api/users', { cookie: admin, body });
    expect(status).toBe(400);
    expect(text).not.toContain(secret);
    const known = await device.ask('POST', '/api/users', {
      cookie: admin,
      body: { name: 'A!', role: 'admin', password: 'x' },
    });
    expect(known.json.message).toBe('name: lower-case letters, digits, dots and dashes, 1 to 32 of them');
  });

  it('C11: 200 random requests give no failure of ours', () => fuzzConsole(device, 200));
});
