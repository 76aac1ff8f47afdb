import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../../device/runtime/clock.ts';
import { SocketClient } from '../../../device/runtime/socket-client.ts';
import { socketPaths } from '../../../device/runtime/sockets.ts';
import {
  type BrokerStage,
  type BrokerTestResponse,
  brokerCredentialsSchema,
  brokerTestResponseSchema,
} from '../../../shared/broker-test.ts';
import { TOPIC_ROOT } from '../../../shared/topics.ts';
import { CertificateAuthority, type Issued } from './certificates.ts';
import { makeFolders } from './link-child.ts';
import { LinkInside } from './link-inside.ts';
import { freePort, Mosquitto } from './mosquitto.ts';
import { ownedThings } from './owned.ts';

const owned = ownedThings();
const run = promisify(execFile);
let folder: string;
let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let device: Issued;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomtone-broker-test-'));
  authority = new CertificateAuthority(join(folder, 'ours'));
  stranger = new CertificateAuthority(join(folder, 'strange'));
  await Promise.all([authority.make(), stranger.make()]);
  device = await authority.issue('device', { name: 'lab.room-1' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Link on a system clock inside the test, with no broker of its own. */
async function startLink() {
  const folders = owned(await makeFolders(), ({ remove }) => remove());
  const clock = new SystemClock();
  const link = owned(new LinkInside({ ...folders, broker: null, clock }), (inside) => inside.stop());
  await link.start();
  const client = owned(new SocketClient(socketPaths(folders.run).link), (own) => own.close());
  const test = (body: object): Promise<BrokerTestResponse> =>
    client.request({
      method: 'POST',
      path: '/v1/broker/test',
      body: { stageTimeoutMs: 3_000, ...body },
      response: brokerTestResponseSchema,
      timeoutMs: 30_000,
    });
  const credentials = (body?: object) =>
    client.request({
      method: body === undefined ? 'GET' : 'PUT',
      path: '/v1/broker/credentials',
      ...(body === undefined ? {} : { body }),
      response: brokerCredentialsSchema,
    });
  return { test, credentials, folders };
}

async function startBroker(configuration: string): Promise<Mosquitto> {
  const configure = (port: number) => configuration.replace('PORT', `${port} 127.0.0.1`);
  const broker = owned(new Mosquitto(await freePort(), configure), (mosquitto) => mosquitto.remove());
  await broker.start();
  return broker;
}

const secure = (server: Issued) =>
  `listener PORT\nallow_anonymous true\ncafile ${authority.certificate}\ncertfile ${server.certificate}\nkeyfile ${server.key}\n`;

/** Where it failed, and how; the stages after it are skipped. */
function failureOf({ ok, stages }: BrokerTestResponse): readonly [BrokerStage, string | null] {
  const index = stages.findIndex(({ outcome }) => outcome === 'failed');
  const failed = stages[index];
  if (failed === undefined) throw new Error(`nothing failed: ${JSON.stringify(stages)}`);
  expect(ok).toBe(false);
  expect(failed.message).toMatch(/\.$/);
  expect(failed.hint).not.toBe('');
  expect(stages.slice(index + 1).every(({ outcome }) => outcome === 'skipped')).toBe(true);
  return [failed.stage, failed.code];
}

describe('the broker test', () => {
  it('goes all the way with proposed settings, and leaves nothing behind', async () => {
    const { test, credentials } = await startLink();
    const broker = await startBroker('listener PORT\nallow_anonymous true\n');
    const report = await test({ url: broker.url });
    expect(report).toMatchObject({ ok: true, protocol: '5' });
    expect(report.stages.map(({ stage, outcome }) => [stage, outcome])).toEqual([
      ['name', 'ok'],
      ['tcp', 'ok'],
      ['tls', 'skipped'],
      ['login', 'ok'],
      ['publish', 'ok'],
      ['subscribe', 'ok'],
    ]);
    expect(await credentials()).toEqual({
      user: null,
      password: false,
      key: false,
      ca: null,
      certificate: null,
      bySystemd: [],
    });
    await expect(test({})).rejects.toMatchObject({ code: 'BROKER_NOT_SET' });
  });

  it('names an unknown host and a closed port', async () => {
    const { test } = await startLink();
    const [stage, code] = failureOf(await test({ url: 'mqtt://nowhere.invalid' }));
    // Without a name server at all nothing can be said of the name.
    expect([stage, ['NAME_UNKNOWN', 'NAME_SERVER_UNREACHABLE', 'TIMED_OUT'].includes(code ?? '')]).toEqual([
      'name',
      true,
    ]);
    expect(failureOf(await test({ url: `mqtt://127.0.0.1:${await freePort()}` }))).toEqual(['tcp', 'PORT_CLOSED']);
  });

  it('gives each stage up after its time', async () => {
    const { test } = await startLink();
    const silent = createServer(() => {});
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    owned(silent, async () => silent.close());
    const brief = { stageTimeoutMs: 300 };
    expect(failureOf(await test({ url: `mqtt://127.0.0.1:${port}`, ...brief }))).toEqual(['login', 'TIMED_OUT']);
    expect(failureOf(await test({ url: `mqtts://127.0.0.1:${port}`, ...brief }))).toEqual(['tls', 'TIMED_OUT']);
  });

  it('tells a wrong authority, an expired certificate, another host and no TLS apart', async () => {
    const { test } = await startLink();
    const ca = await readFile(authority.certificate, 'utf8');
    const good = await startBroker(secure(await authority.issue('good', { name: 'b', host: 'IP:127.0.0.1' })));
    const url = good.url.replace('mqtt:', 'mqtts:');
    expect(await test({ url, ca })).toMatchObject({
      ok: true,
      stages: [{}, {}, { stage: 'tls', outcome: 'ok' }, {}, {}, {}],
    });
    const strange = await readFile(stranger.certificate, 'utf8');
    expect(failureOf(await test({ url, ca: strange }))).toEqual(['tls', 'BROKER_CA_UNKNOWN']);
    expect(failureOf(await test({ url, ca: null }))).toEqual(['tls', 'BROKER_CA_UNKNOWN']);
    const cases = [
      [{ name: 'b', host: 'IP:127.0.0.1', days: -1 }, 'BROKER_CERTIFICATE_EXPIRED'],
      [{ name: 'b', host: 'DNS:other.example' }, 'BROKER_HOST_MISMATCH'],
    ] as const;
    for (const [subject, code] of cases) {
      const broker = await startBroker(secure(await authority.issue(code, subject)));
      expect(failureOf(await test({ url: broker.url.replace('mqtt:', 'mqtts:'), ca }))).toEqual(['tls', code]);
    }
    const plain = await startBroker('listener PORT\nallow_anonymous true\n');
    expect(failureOf(await test({ url: plain.url.replace('mqtt:', 'mqtts:'), ca }))).toEqual(['tls', 'NOT_TLS']);
  });

  it('says that the broker wants another certificate of this device', async () => {
    const { test, credentials } = await startLink();
    const ca = await readFile(authority.certificate, 'utf8');
    const server = await authority.issue('demanding', { name: 'b', host: 'IP:127.0.0.1' });
    const broker = await startBroker(`${secure(server)}require_certificate true\nuse_identity_as_username true\n`);
    const url = broker.url.replace('mqtt:', 'mqtts:');
    expect(failureOf(await test({ url, ca }))).toEqual(['tls', 'DEVICE_CERTIFICATE_REFUSED']);
    const [certificate, key] = [await readFile(device.certificate, 'utf8'), await readFile(device.key, 'utf8')];
    expect(await test({ url, ca, certificate, key })).toMatchObject({ ok: true });
    await expect(credentials({ certificate, key: await readFile(server.key, 'utf8') })).rejects.toMatchObject({
      code: 'CREDENTIALS_INVALID',
    });
    expect(await credentials({ ca, certificate, key })).toMatchObject({
      key: true,
      certificate: { subject: 'CN=lab.room-1' },
    });
    expect(await test({ url })).toMatchObject({ ok: true });
  });

  it('tells a wrong password and missing rights from a broken line', async () => {
    const { test } = await startLink();
    const passwords = join(folder, 'passwords');
    await writeFile(passwords, '', { mode: 0o600 });
    for (const user of ['good', 'mute']) await run('mosquitto_passwd', ['-b', passwords, user, 'right']);
    const acl = join(folder, 'acl');
    await writeFile(acl, `user good\ntopic readwrite ${TOPIC_ROOT}/#\nuser mute\ntopic read ${TOPIC_ROOT}/#\n`);
    const broker = await startBroker(
      `listener PORT\nallow_anonymous false\npassword_file ${passwords}\nacl_file ${acl}\n`,
    );
    const { url } = broker;
    expect(failureOf(await test({ url, user: 'good', password: 'wrong' }))).toEqual(['login', 'NOT_AUTHORISED']);
    expect(failureOf(await test({ url, user: 'mute', password: 'right' }))).toEqual(['publish', 'PUBLISH_FORBIDDEN']);
    expect(await test({ url, user: 'good', password: 'right' })).toMatchObject({ ok: true });
  });

  it('hears that a subscription is forbidden', async () => {
    const { test } = await startLink();
    const broker = await startDynamicSecurity();
    const as = { url: broker.url, user: 'deaf', password: 'right' };
    expect(failureOf(await test(as))).toEqual(['subscribe', 'SUBSCRIBE_FORBIDDEN']);
  });
});

/** mosquitto 2.0 refuses subscriptions with its dynamic security plugin alone. */
async function startDynamicSecurity(): Promise<Mosquitto> {
  const path = join(folder, 'dynamic-security.json');
  await run('mosquitto_ctrl', ['dynsec', 'init', path, 'admin', 'admin-password']);
  const broker = await startBroker(
    `listener PORT\nallow_anonymous false\nplugin ${await pluginPath()}\nplugin_opt_config_file ${path}\n`,
  );
  const login = ['-h', '127.0.0.1', '-p', String(broker.port), '-u', 'admin', '-P', 'admin-password', 'dynsec'];
  const order = (...words: readonly string[]) => run('mosquitto_ctrl', [...login, ...words]);
  await order('createRole', 'speaker');
  await order('addRoleACL', 'speaker', 'publishClientSend', `${TOPIC_ROOT}/#`, 'allow');
  await order('createClient', 'deaf', '-p', 'right');
  await order('addClientRole', 'deaf', 'speaker');
  return broker;
}

/** Debian keeps libraries in a folder for each kind of machine. */
async function pluginPath(): Promise<string> {
  for (const name of await readdir('/usr/lib')) {
    const path = join('/usr/lib', name, 'mosquitto_dynamic_security.so');
    if (existsSync(path)) return path;
  }
  throw new Error('mosquitto came without its dynamic security plugin');
}
