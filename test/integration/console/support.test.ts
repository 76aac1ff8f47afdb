import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoRoom } from '../../fixtures/console/claimed-console.ts';
import { FakeRoom } from '../../fixtures/console/fake-room.ts';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('the support bundle', () => {
  let device: InjectedConsole;
  let room: FakeRoom;
  let admin: string;
  beforeEach(async () => {
    device = await injectConsole();
    const state = demoRoom();
    state.sense = { ...state.sense, source: { ...state.sense.source, label: 'ottilies-birthday.mp4', live: false } };
    state.link = {
      ...state.link,
      broker: { ...state.link.broker, url: 'mqtt://broker.acme.example:1883', reason: 'broker.acme.example refused' },
    };
    room = new FakeRoom(device.folders.run, state);
    await room.start();
    admin = await device.claim();
    await device.parts.certificates.current();
  });
  afterEach(async () => {
    await device.stop();
    await room.stop();
  });

  const make = (password = PASSWORD) => device.ask('POST', '/api/support', { cookie: admin, body: { password } });

  it('C14: holds versions, health, settings, log and acts', async () => {
    device.parts.logRing.write(
      JSON.stringify({ level: 50, time: '2026-11-22T12:00:00.000Z', name: 'console', msg: 'disk is slow' }),
    );
    const { status, json } = await make();
    expect(status).toBe(200);
    expect(json).toMatchObject({
      v: 1,
      versions: { node: process.version },
      status: { sense: { fps: 14.6 }, link: { outbox: { depth: 0 } } },
      privacy: { profile: 'standard' },
      certificate: { source: 'own' },
      accounts: { admins: 1, viewers: 0 },
    });
    expect(json.audit.map(({ action }: { action: string }) => action)).toContain('claimed');
    expect(json.logs.map(({ message }: { message: string }) => message)).toContain('disk is slow');
  });

  it('C14: holds no person: no names, addresses, secrets, texts, windows or counts', async () => {
    const password = 'watching the room quietly';
    await device.ask('POST', '/api/users', {
      cookie: admin,
      body: { name: 'ottilie', role: 'viewer', password },
      address: '198.51.100.77',
    });
    await device.ask('POST', '/api/session', { body: { name: 'ottilie', password }, address: '198.51.100.78' });
    const operator = {
      name: 'Ottilie Hall',
      contact: 'ottilie@acme.example',
      purpose: 'Comfort',
      legalBasis: '',
      authority: '',
    };
    await device.ask('PUT', '/api/notice/operator', { cookie: admin, body: operator });
    const invitation = (await device.ask('POST', '/api/invitations', { cookie: admin, body: { role: 'viewer' } })).json;
    const offer = (await device.ask('POST', '/api/second-factor', { cookie: admin, body: { password: PASSWORD } }))
      .json;
    const told =
      'ottilie from 198.51.100.79 and [2001:db8::7] at mqtts://user:hunter2@broker.acme.example:8883 wrote /home/ottilie/x.json';
    device.parts.logRing.write(
      JSON.stringify({
        level: 40,
        time: '2026-11-22T12:00:00.000Z',
        name: 'console',
        msg: told,
        err: { message: told },
      }),
    );

    const { text, json } = await make();
    const secrets = [
      PASSWORD,
      password,
      device.claimCode,
      invitation.token,
      offer.secret,
      admin.split('=')[1],
      'hunter2',
    ];
    const people = ['ottilie', 'Ottilie', 'acme', '198.51.100', '2001:db8', 'birthday', '/home'];
    for (const mark of [...secrets, ...people]) expect([mark, text.includes(mark ?? '?')]).toEqual([mark, false]);
    expect(text).not.toMatch(/argon2|PRIVATE KEY|BEGIN CERT|[0-9a-f]{64}/);
    expect(keysOf(json)).not.toContain('counts');
    expect(keysOf(json)).not.toContain('actor');
    expect(keysOf(json)).not.toContain('legalBasis');
    expect(json.logs.at(-1).message).toContain('[user] from [address]');
  });

  it('C14: needs the password again, and stands in the audit log', async () => {
    expect((await make('wrong wrong wrong')).status).toBe(401);
    await make();
    const { entries } = (await device.ask('GET', '/api/audit', { cookie: admin })).json;
    expect(entries[0].action).toBe('support-bundle-made');
  });

  it('C14: is made while sense and link are down, too', async () => {
    await room.stop();
    const { status, json } = await make();
    expect(status).toBe(200);
    expect([json.status, json.privacy]).toEqual([{ sense: null, link: null }, null]);
  });
});

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...keysOf(each)]);
}
