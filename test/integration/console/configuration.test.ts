import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../fixtures/console/api-client.ts';
import { type Bench, claimDevice, startBench } from '../../fixtures/console/claimed-console.ts';

describe('the operational configuration', () => {
  let bench: Bench;
  const send = (method: 'GET' | 'PATCH' | 'POST' | 'PUT', path: string, body?: unknown) =>
    bench.admin.send(method, path, body === undefined ? {} : { body });
  const held = async () => (await send('GET', '/api/configuration')).json as { revision: number; settings: object };

  beforeAll(async () => {
    bench = await startBench();
    await claimDevice(bench);
  });
  afterAll(() => bench.stop());

  it('is changed in the name of the account that asks, written down without values, and undone', async () => {
    const before = await held();
    const changed = await send('PATCH', '/api/configuration', {
      revision: before.revision,
      settings: { brokerUrl: 'mqtts://broker.example:8883' },
    });
    expect(changed.json).toMatchObject({ outcome: 'applied', configuration: { revision: before.revision + 1 } });
    const history = await send('GET', '/api/configuration/history');
    expect(history.json).toMatchObject({ revisions: [{ by: 'admin', changes: [{ key: 'brokerUrl', from: null }] }] });
    const back = { revision: before.revision + 1, to: before.revision };
    expect((await send('POST', '/api/configuration/restore', back)).status).toBe(200);
    expect((await held()).settings).toEqual(before.settings);
    const audit = (await send('GET', '/api/audit')).text;
    expect(audit).toContain('configuration-changed');
    expect(audit).not.toContain('broker.example');
  });

  it('is refused by key, for all or for none, and a conflict is told apart', async () => {
    const { revision } = await held();
    const refused = await send('PATCH', '/api/configuration', {
      revision,
      settings: { healthSeconds: 3, logLevel: 'warn' },
    });
    expect(refused.json).toMatchObject({ outcome: 'refused', errors: [{ key: 'healthSeconds' }] });
    expect(await held()).toMatchObject({ revision, settings: { logLevel: 'info' } });
    const late = await send('PATCH', '/api/configuration', { revision: revision - 1, settings: { logLevel: 'warn' } });
    expect([late.status, late.json]).toMatchObject([409, { code: 'CONFIGURATION_CONFLICT' }]);
  });

  it('C14: is exported without secrets, and nobody may say in whose name it is changed', async () => {
    await send('PUT', '/api/broker/credentials', { user: 'room', password: 'hush-hush-hush' });
    const credentials = await send('GET', '/api/broker/credentials');
    expect(credentials.json).toMatchObject({ user: 'room', password: true });
    const file = await send('GET', '/api/configuration/export');
    const audit = await send('GET', '/api/audit');
    for (const { text } of [credentials, file, audit]) expect(text).not.toContain('hush-hush-hush');
    const { revision } = await held();
    const forged = await send('PATCH', '/api/configuration', { revision, by: 'somebody', settings: {} });
    expect(forged.status).toBe(400);
    const brought = await send('POST', '/api/configuration/import', { revision, file: file.json });
    expect(brought.json).toMatchObject({ outcome: 'applied' });
  });

  it("C6: is an admin's alone, as are logs, sources and the broker; models and health are every user's", async () => {
    const viewer = await bench.admin.send('POST', '/api/users', {
      body: { name: 'vera', role: 'viewer', password: 'watching the room quietly' },
    });
    expect(viewer.status).toBe(200);
    const guest = new ApiClient(bench.console.url);
    await guest.send('POST', '/api/session', { body: { name: 'vera', password: 'watching the room quietly' } });
    const paths = [
      'configuration',
      'configuration/history',
      'configuration/export',
      'broker/credentials',
      'logs',
      'sources',
    ];
    for (const path of paths) expect([path, (await guest.send('GET', `/api/${path}`)).status]).toEqual([path, 403]);
    for (const path of ['models', 'health', 'sound']) {
      expect([path, (await guest.send('GET', `/api/${path}`)).status]).toEqual([path, 200]);
    }
  });

  it('gives the log of each program by level and search', async () => {
    const errors = await send('GET', '/api/logs?program=link&level=error');
    expect(errors.json).toMatchObject({ lines: [{ level: 'error', program: 'link' }] });
    const found = await send('GET', '/api/logs?program=sense&level=debug&search=PICTURE');
    expect(found.json).toMatchObject({ lines: [{ message: 'a picture was dropped' }] });
    expect((await send('GET', '/api/logs?program=console')).status).toBe(200);
    expect((await send('GET', '/api/logs?program=fleet')).status).toBe(400);
  });
});
