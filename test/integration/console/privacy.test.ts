import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoRoom } from '../../fixtures/console/claimed-console.ts';
import { FakeRoom } from '../../fixtures/console/fake-room.ts';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('the privacy settings', () => {
  let device: InjectedConsole;
  let room: FakeRoom;
  let admin: string;
  let viewer: string;

  beforeAll(async () => {
    device = await injectConsole();
    room = new FakeRoom(device.folders.run, demoRoom());
    await room.start();
    admin = await device.claim();
    const password = 'watching the room quietly';
    await device.ask('POST', '/api/users', { cookie: admin, body: { name: 'vera', role: 'viewer', password } });
    viewer = await device.signIn('vera', password);
  });
  afterAll(async () => {
    await device.stop();
    await room.stop();
  });

  const change = (cookie: string, password: string, to: Record<string, unknown>) =>
    device.ask('PUT', '/api/privacy', { cookie, body: { password, change: to } });

  it('P11: are changed by an admin who gives the password again, and by nobody else', async () => {
    expect((await change(viewer, 'watching the room quietly', { gender: true })).status).toBe(403);
    expect((await change(admin, 'not the password', { gender: true })).status).toBe(401);
    expect(
      (await device.ask('PUT', '/api/privacy', { cookie: admin, body: { change: { gender: true } } })).status,
    ).toBe(400);
    expect((await device.ask('GET', '/api/privacy', { cookie: admin })).json.gender).toBe(false);

    expect((await change(admin, PASSWORD, { gender: true, profile: 'strict' })).json).toMatchObject({
      gender: true,
      profile: 'strict',
    });
    expect((await device.ask('GET', '/api/privacy', { cookie: admin })).json.gender).toBe(true);
  });

  it('P11: keep what no admin may change: the context, the notice, the demo profile', async () => {
    for (const to of [
      { context: 'retail' },
      { noticeConfirmed: null },
      { profile: 'demo' },
      { k: 1 },
      { previewEnabled: true },
    ]) {
      expect([to, (await change(admin, PASSWORD, to)).status]).toEqual([to, 400]);
    }
  });

  it('C13: leave a line in the audit log that says what was changed', async () => {
    await change(admin, PASSWORD, { voice: true });
    const { entries } = (await device.ask('GET', '/api/audit', { cookie: admin })).json;
    expect(entries[0]).toMatchObject({ action: 'privacy-changed', actor: 'admin', detail: 'voice=true' });
  });
});
