import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

describe('who guesses from elsewhere', () => {
  let device: InjectedConsole;
  let admin: string;
  beforeEach(async () => {
    device = await injectConsole();
    admin = await device.claim();
  });
  afterEach(() => device.stop());

  const signIn = (password: string, address: string, cookie: string | null = null) =>
    device.ask('POST', '/api/session', { body: { name: 'admin', password }, address, cookie });

  /** As many wrong passwords from as many addresses as it takes until strangers must wait. */
  async function attack(): Promise<void> {
    for (let attempt = 0; attempt < 12; attempt += 1) await signIn('wrong wrong wrong', `10.20.0.${attempt}`);
    expect((await signIn(PASSWORD, '10.20.1.1')).status).toBe(429);
  }

  it('C4: cannot keep a browser out that has signed in before', async () => {
    const known = (await signIn(PASSWORD, '10.20.2.1')).cookies.find((each) => each.includes('-browser='));
    expect(known).toBeDefined();
    await attack();
    expect((await signIn(PASSWORD, '10.20.2.1', known ?? '')).status).toBe(200);
    expect((await signIn(PASSWORD, '10.20.2.1')).status).toBe(429);
  });

  it('C4: gains nothing by a known browser: it has a delay of its own, and for its own account alone', async () => {
    const body = { name: 'vera', role: 'viewer', password: 'watching the room quietly' };
    await device.ask('POST', '/api/users', { cookie: admin, body });
    const vera = await device.ask('POST', '/api/session', {
      body: { name: 'vera', password: body.password },
      address: '10.20.3.1',
    });
    const known = vera.cookies.find((each) => each.includes('-browser=')) ?? '';
    const own = (await signIn(PASSWORD, '10.20.3.2')).cookies.find((each) => each.includes('-browser=')) ?? '';
    const guesses = [];
    for (let n = 0; n < 10; n += 1) guesses.push((await signIn('wrong wrong wrong', `10.20.4.${n}`, own)).status);
    expect(guesses.filter((status) => status === 401).length).toBeLessThanOrEqual(4);
    device.clock.advance(16 * 60_000);
    await attack();
    expect((await signIn(PASSWORD, '10.20.3.1', known)).status).toBe(429);
  });

  it('C4: delays no act that somebody confirms while signed in, and no such guess delays a sign-in', async () => {
    await attack();
    const change = (password: string) =>
      device.ask('PUT', '/api/password', {
        cookie: admin,
        body: { current: password, next: 'another room entirely' },
        address: '10.20.5.1',
      });
    for (let n = 0; n < 5; n += 1) await change('wrong wrong wrong');
    expect((await change(PASSWORD)).status).toBe(429);
    device.clock.advance(61_000);
    expect((await signIn(PASSWORD, '10.20.5.2')).status).toBe(200);
  });

  it('C4: delays a stranger from another address for a minute at most', async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      await signIn('wrong wrong wrong', `10.21.0.${attempt}`);
      device.clock.advance(61_000);
    }
    const waiting = await signIn('wrong wrong wrong', '10.21.1.1');
    expect(waiting.status).toBe(401);
    expect(Number((await signIn(PASSWORD, '10.21.1.2')).headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('C4: is delayed by the network of IPv6, not by its single addresses', async () => {
    const all: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      all.push((await signIn('wrong wrong wrong', `2001:db8:1:2::${n.toString(16)}`)).status);
      device.clock.advance(61_000);
    }
    expect(all.filter((status) => status === 429).length).toBeGreaterThan(20);
  });

  it('C4: a clock that is set back prolongs no delay', async () => {
    await attack();
    device.clock.step(-20 * 24 * 3_600_000);
    expect((await signIn(PASSWORD, '10.20.6.1')).status).toBe(429);
    device.clock.advance(61_000);
    expect((await signIn(PASSWORD, '10.20.6.1')).status).toBe(200);
  });

  it('C4: unknown paths and refused requests count towards the rate of an address too', async () => {
    for (const path of ['/api/nothing', '/api/users']) {
      const address = path === '/api/users' ? '10.22.0.1' : '10.22.0.2';
      const all: number[] = [];
      for (let n = 0; n < 1_230; n += 1) all.push((await device.ask('GET', path, { address })).status);
      expect([path, all.filter((status) => status === 429).length]).toEqual([path, 30]);
    }
  });

  it('C13: a wrong password at an act that needs it again stands in the audit log', async () => {
    await device.ask('PUT', '/api/password', { cookie: admin, body: { current: 'wrong wrong wrong', next: 'x' } });
    const { entries } = (await device.ask('GET', '/api/audit', { cookie: admin })).json;
    expect(entries[0]).toMatchObject({ action: 'confirmation-refused', actor: 'admin' });
  });
});
