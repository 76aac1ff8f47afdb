import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC_ROUTES } from '../../../console/routes/public-routes.ts';
import { HOST, type InjectedConsole, injectConsole, PASSWORD } from '../../fixtures/console/injected-console.ts';

/** Routes that viewers may use. Whoever adds one adds it here too, on purpose. */
const VIEWER_ROUTES = [
  'DELETE /api/session',
  'PUT /api/password',
  'GET /api/status',
  'GET /api/windows',
  'GET /api/preview',
  'GET /api/preview.mjpeg',
  'GET /api/sessions',
  'DELETE /api/sessions/:handle',
  'GET /api/second-factor',
  'POST /api/second-factor',
  'PUT /api/second-factor',
  'DELETE /api/second-factor',
  'GET /api/models',
  'GET /api/health',
  'GET /api/update',
  'GET /api/sound',
  'POST /api/why',
];

/** What may answer whoever asks: pages, notice, kiosk, set-up and sign-in. What writes is named by itself. */
const OPEN_READS =
  /^GET \/($|assets\/\*|\.well-known\/security\.txt|notice|kiosk|api\/(kiosk|setup|session)(\/mood)?$)/;
const OPEN_WRITES = ['POST /api/setup/claim', 'POST /api/session', 'POST /api/invitation', 'POST /api/kiosk/feedback'];

describe('the gate before every route', () => {
  let device: InjectedConsole;
  let admin: string;
  let viewer: string;
  const routes = () => device.app.addedRoutes.filter(({ method }) => method !== 'HEAD');
  const pathOf = (url: string) =>
    url
      .replace(':name', 'nobody')
      .replace(/:(handle|id)/, '0123456789abcdef')
      .replace('*', 'page.js');

  beforeAll(async () => {
    device = await injectConsole();
    admin = await device.claim();
    const password = 'watching the room quietly';
    await device.ask('POST', '/api/users', { cookie: admin, body: { name: 'vera', role: 'viewer', password } });
    viewer = await device.signIn('vera', password);
  });
  afterAll(() => device.stop());

  it('C6: every route answers 401 without a session, but the ones on the list', async () => {
    const open = PUBLIC_ROUTES.map(({ route }) => route);
    const all = routes().map(({ method, url }) => `${method} ${url}`);
    expect(open.filter((route) => !all.includes(route))).toEqual([]);
    for (const { method, url } of routes()) {
      const answer = await device.ask(method, pathOf(url), { address: '10.1.0.1' });
      const isOpen = open.includes(`${method} ${url}`);
      expect([`${method} ${url}`, answer.status === 401]).toEqual([`${method} ${url}`, !isOpen]);
    }
    expect((await device.ask('GET', '/api/nothing')).status).toBe(401);
    expect((await device.ask('GET', '/assets/../../etc/passwd')).status).toBe(401);
    expect((await device.ask('OPTIONS', '/api/status')).status).toBe(401);
  });

  it('C6: nothing is on the list of open routes that a stranger has no business with', () => {
    const open = PUBLIC_ROUTES.map(({ route }) => route);
    expect(open.filter((route) => !OPEN_READS.test(route) && !OPEN_WRITES.includes(route))).toEqual([]);
  });

  it('C6: every route but the listed ones answers 403 to a viewer', async () => {
    const open = PUBLIC_ROUTES.map(({ route }) => route);
    for (const { method, url } of routes()) {
      const name = `${method} ${url}`;
      if (open.includes(name) || name === 'DELETE /api/session') continue;
      const { status } = await device.ask(method, pathOf(url), { cookie: viewer, address: '10.1.0.2' });
      expect([name, status === 403]).toEqual([name, !VIEWER_ROUTES.includes(name)]);
    }
  });

  it('C6: a route that forgets to say who may use it is the admin’s alone', async () => {
    expect((await device.ask('GET', '/api/audit', { cookie: viewer })).status).toBe(403);
    expect((await device.ask('GET', '/api/audit', { cookie: admin })).status).toBe(200);
  });

  it('C7: whatever changes something must come from the own pages', async () => {
    const post = (headers: Record<string, string | undefined>) =>
      device.ask('PUT', '/api/preview', { cookie: admin, body: { enabled: true }, headers });
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: 'null' })).status).toBe(403);
    expect((await post({ origin: undefined })).status).toBe(403);
    expect((await post({ origin: `http://${HOST}` })).status).toBe(403);
    expect((await post({ origin: 'https://localhost:9' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await post({})).status).toBe(503);
  });

  it('C7: a form, of another site or of none, is refused', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `name=admin&password=${encodeURIComponent(PASSWORD)}`;
    const foreign = await device.ask('POST', '/api/session', {
      body,
      headers: { ...form, origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    for (const type of [form['content-type'], 'text/plain', 'multipart/form-data; boundary=x']) {
      const own = await device.ask('POST', '/api/session', {
        body,
        headers: { 'content-type': type },
        address: '10.1.0.3',
      });
      expect([type, own.status]).toEqual([type, 400]);
    }
  });

  it('C7: another page may link here, but not read from here', async () => {
    const ask = (path: string, mode: string) =>
      device.ask('GET', path, {
        cookie: admin,
        headers: { origin: undefined, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode },
      });
    expect((await ask('/', 'navigate')).status).toBe(200);
    expect((await ask('/api/users', 'no-cors')).status).toBe(403);
    expect((await ask('/api/users', 'cors')).status).toBe(403);
  });

  it('C7: a name that is not this device’s own is answered 421', async () => {
    const at = async (host: string) => (await device.ask('GET', '/', { headers: { host, origin: undefined } })).status;
    expect(await at('evil.example')).toBe(421);
    expect(await at('localhost.evil.example')).toBe(421);
    expect(await at('127.0.0.1.nip.io')).toBe(421);
    expect(await at('local host')).toBe(421);
    expect(await at('localhost')).toBe(200);
    expect(await at('127.0.0.1:8443')).toBe(200);
    expect(await at('[::1]:8443')).toBe(200);
  });

  it('C8: every answer carries every header, errors too', async () => {
    const answers = await Promise.all([
      device.ask('GET', '/'),
      device.ask('GET', '/assets/page.js'),
      device.ask('GET', '/api/setup'),
      device.ask('GET', '/api/status'),
      device.ask('GET', '/api/status', { cookie: admin }),
      device.ask('GET', '/nothing', { cookie: admin }),
      device.ask('POST', '/api/session', { headers: { origin: 'https://evil.example' } }),
      device.ask('GET', '/', { headers: { host: 'evil.example' } }),
      device.ask('POST', '/api/session', { body: '{', headers: { 'content-type': 'application/json' } }),
      device.ask('GET', '/.well-known/security.txt'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401, 200, 404, 403, 421, 400, 200]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-frame-options': 'DENY',
      });
      expect(headers['permissions-policy']).toContain('camera=(), ');
      const policy = String(headers['content-security-policy']).split(';');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy.join()).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
    }
  });

  it('C15: who is not signed in learns no version, no serial, no model, no name of the server', async () => {
    const paths = ['/', '/assets/page.js', '/api/setup', '/api/session', '/api/status', '/.well-known/security.txt'];
    for (const path of paths) {
      const { headers, text } = await device.ask('GET', path);
      const told = `${JSON.stringify(headers)} ${text}`;
      expect([path, /\d+\.\d+\.\d+|node|fastify|raspberry|jetson|x-powered-by|"server"/i.exec(told)?.[0]]).toEqual([
        path,
        undefined,
      ]);
    }
  });

  it('C15: security.txt is served and keeps RFC 9116', async () => {
    const { text, headers } = await device.ask('GET', '/.well-known/security.txt');
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^Contact: (https:|mailto:)/m);
    const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
    expect(expires - device.clock.wallMs()).toBeGreaterThan(30 * 24 * 3_600_000);
    expect(expires - device.clock.wallMs()).toBeLessThan(366 * 24 * 3_600_000);
  });
});
