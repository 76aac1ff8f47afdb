import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Siem } from '../../../../device/link/siem/siem.ts';
import { SystemClock } from '../../../../device/runtime/clock.ts';
import { CryptoRandom } from '../../../../device/runtime/random.ts';
import { DEFAULT_INTEGRATION_SETTINGS, type IntegrationSettings } from '../../../../shared/integration-settings.ts';
import type { EventMessage } from '../../../../shared/messages.ts';
import type { ConsoleEvent } from '../../../../shared/security-events.ts';
import { CertificateAuthority, type Issued } from '../certificates.ts';
import { until } from '../consumer.ts';
import { freePort } from '../mosquitto.ts';
import { Collector } from './collector.ts';
import { Rsyslog } from './rsyslog.ts';

const IDENTITY = { v: 1, site: 'lab', device: 'room-1' } as const;
const TOKEN = 'c0ffee00-1234-5678-9abc-def012345678';

/** Waits pass a hundred times as fast; the time-outs of an exchange stay what they are. */
class HastyClock extends SystemClock {
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return super.sleep(ms > 500 && ms !== 15_000 ? ms / 100 : ms, signal);
  }
}

const cleanups: (() => Promise<unknown>)[] = [];
let root: string;
let authority: CertificateAuthority;
let server: Issued;
let client: Issued;
let logged: string;
let troubles: string[];
const settings: { now: IntegrationSettings } = { now: DEFAULT_INTEGRATION_SETTINGS };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roomtone-siem-'));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  authority = new CertificateAuthority(join(root, 'ca'));
  await authority.make();
  server = await authority.issue('server', { name: 'log.example', host: 'IP:127.0.0.1' });
  client = await authority.issue('client', { name: 'lab.room-1' });
  settings.now = DEFAULT_INTEGRATION_SETTINGS;
  logged = '';
  troubles = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function install(purpose: string, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = join(root, purpose);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, from] of Object.entries(files)) {
    await copyFile(from, join(folder, name));
    await chmod(join(folder, name), 0o600);
  }
}

async function installToken(token: string): Promise<void> {
  await writeFile(join(root, 'token'), `${token}\n`);
  await install('splunk', { token: join(root, 'token'), 'ca.pem': authority.certificate });
}

async function startSiem(): Promise<{ readonly siem: Siem; readonly stop: () => Promise<void> }> {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const siem = new Siem({
    identity: IDENTITY,
    stateFolder: root,
    settings: () => settings.now,
    clock: new HastyClock(),
    random: new CryptoRandom(),
    log: pino({ level: 'trace' }, sink),
    onTrouble: (reason) => troubles.push(reason),
  });
  await siem.start();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= siem.stop();
    return stopped;
  };
  cleanups.push(stop);
  return { siem, stop };
}

const linkEvent = (number: number): EventMessage => ({
  v: 1,
  device: IDENTITY.device,
  at: new Date(Date.UTC(2026, 10, 2, 0, 0, number)).toISOString(),
  code: 'command-refused',
  detail: `number ${number}`,
});

const consoleEvent = (number: number, more: Partial<ConsoleEvent> = {}): ConsoleEvent => ({
  id: number.toString(16).padStart(8, '0').padEnd(64, '0'),
  at: new Date(Date.UTC(2026, 10, 2, 0, 0, number)).toISOString(),
  action: 'sign-in-refused',
  actor: null,
  address: '192.0.2.7',
  detail: '',
  ...more,
});

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

async function takeAll(siem: Siem, events: readonly EventMessage[]): Promise<void> {
  for (const event of events) await siem.take(event);
}

describe('syslog over TLS, to rsyslog', () => {
  const rsyslog = async () => {
    const port = await freePort();
    const folder = join(root, 'rsyslog');
    const made = new Rsyslog({ folder, port, ca: authority.certificate, issued: server, peer: 'lab.room-1' });
    cleanups.push(() => made.stop());
    settings.now = { ...DEFAULT_INTEGRATION_SETTINGS, syslogHost: '127.0.0.1', syslogPort: port };
    return made;
  };
  const installClient = (issued: Issued) =>
    install('syslog', {
      'ca.pem': authority.certificate,
      'certificate.pem': issued.certificate,
      'key.pem': issued.key,
    });

  it('brings every event, once and in order, over an outage of the server and a restart of link', async () => {
    const log = await rsyslog();
    await installClient(client);
    const first = await startSiem();
    await takeAll(first.siem, numbers(0, 20).map(linkEvent));
    await until(() => logged.includes('security log lost or not reached'));
    await first.stop();

    const { siem } = await startSiem();
    await takeAll(siem, numbers(20, 40).map(linkEvent));
    await log.start();
    await until(
      async () => (await log.received()).length >= 40,
      () => `${log.output} ${logged}`,
    );
    await log.stop('SIGKILL');
    await takeAll(siem, numbers(40, 60).map(linkEvent));
    await until(() => siem.statistics().syslog?.depth === 20);
    await log.start();
    await until(
      async () => (await log.received()).length >= 60,
      () => `${log.output} ${logged}`,
    );
    await until(() => siem.statistics().syslog?.depth === 0);

    const received = await log.received();
    expect(received.map(({ text }) => text.trim())).toEqual(numbers(0, 60).map((number) => `number ${number}`));
    expect(received[7]).toMatchObject({
      priority: '84',
      host: 'room-1.lab',
      program: 'roomtone-link',
      msgid: 'command-refused',
    });
    expect(Date.parse(received[7]?.at ?? '')).toBe(Date.UTC(2026, 10, 2, 0, 0, 7));
    expect(siem.statistics().syslog?.dropped).toEqual({});
  });

  it('keeps what an injected value would break in its place', async () => {
    const log = await rsyslog();
    await log.start();
    await installClient(client);
    const { siem } = await startSiem();
    const evil = 'x"] [forged@1 a="b"]\n<0>1 - - - - - - forged\\';
    await siem.takeFromConsole([consoleEvent(1, { actor: evil, detail: evil }), consoleEvent(2)]);
    await until(
      async () => (await log.received()).length >= 2,
      () => `${log.output} ${logged}`,
    );

    const received = await log.received();
    expect(received).toHaveLength(2);
    expect(received[0]?.program).toBe('roomtone-console');
    expect(received[0]?.priority).toBe('108');
    expect(received[0]?.data).toContain('actor="x\\"\\] [forged@1 a=\\"b\\"\\] <0>1 - - - - - - forged\\\\"');
    expect(received[1]?.data).toContain('address="192.0.2.7"');
  });

  it('keeps the events where the server refuses the certificate, and asks for a person', async () => {
    const log = await rsyslog();
    await log.start();
    const strangers = new CertificateAuthority(join(root, 'strangers'));
    await strangers.make();
    await installClient(await strangers.issue('client', { name: 'lab.room-1' }));
    const { siem } = await startSiem();
    await siem.take(linkEvent(0));
    await until(
      () => troubles.length > 0,
      () => `${log.output} ${logged}`,
    );
    expect(troubles[0]).toMatch(/^syslog: .*(alert|certificate)/i);
    expect(await log.received()).toEqual([]);
    expect(siem.statistics().syslog?.depth).toBe(1);

    await installClient(client);
    siem.settingsChanged();
    await until(
      async () => (await log.received()).length === 1,
      () => `${log.output} ${logged}`,
    );
  });

  it('sends nothing to a server that another authority vouches for', async () => {
    const log = await rsyslog();
    await log.start();
    const other = new CertificateAuthority(join(root, 'other'));
    await other.make();
    await installClient(client);
    await install('syslog', { 'ca.pem': other.certificate });
    const { siem } = await startSiem();
    await siem.take(linkEvent(0));
    await until(() => troubles.length > 0);
    expect(await log.received()).toEqual([]);
    expect(siem.statistics().syslog?.depth).toBe(1);
  });
});

describe('Splunk, to an HTTPS endpoint', () => {
  const collector = async () => {
    const made = new Collector(server, TOKEN);
    await made.start();
    cleanups.push(() => made.stop());
    settings.now = { ...DEFAULT_INTEGRATION_SETTINGS, splunkUrl: `https://127.0.0.1:${made.port}` };
    return made;
  };

  it('survives a wrong token, a busy server and a server that is away, and loses nothing', async () => {
    const made = await collector();
    await installToken('wrong');
    const { siem } = await startSiem();
    await takeAll(siem, numbers(0, 10).map(linkEvent));
    await until(() => troubles.length > 0);
    expect(troubles[0]).toBe('splunk: HTTP status 403, code 4');
    expect(made.events).toEqual([]);

    made.script.push({ status: 503, code: 9, headers: { 'retry-after': '30' } }, { status: 500, code: 8 });
    await installToken(TOKEN);
    siem.settingsChanged();
    await until(
      () => made.events.length === 10,
      () => logged,
    );
    expect(made.statuses.slice(-3)).toEqual([503, 500, 200]);
    // 30 s by the hasty clock are 300 ms.
    expect(logged).toMatch(/"reason":"HTTP status 503, code 9","waitMs":30000/);

    await made.stop();
    await takeAll(siem, numbers(10, 20).map(linkEvent));
    await made.start();
    settings.now = { ...settings.now, splunkUrl: `https://127.0.0.1:${made.port}` };
    siem.settingsChanged();
    await until(
      () => made.events.length === 20,
      () => logged,
    );
    expect(made.events.map(({ event }) => event['detail'])).toEqual(numbers(0, 20).map((n) => `number ${n}`));
    expect(made.events[3]).toMatchObject({ host: 'room-1.lab', time: Date.UTC(2026, 10, 2, 0, 0, 3) / 1_000 });
    expect(logged).not.toContain(TOKEN);
  });

  it('gives up one event that is never taken, counts it, and brings the others', async () => {
    const made = await collector();
    await installToken(TOKEN);
    made.script.push({ status: 503, code: 9 });
    const { siem } = await startSiem();
    await siem.takeFromConsole([1, 2, 3].map((n) => consoleEvent(n, n === 2 ? { action: 'never-taken' } : {})));
    await until(
      () => siem.statistics().splunk?.depth === 0,
      () => logged,
    );
    expect(made.events.map(({ event }) => event['id'])).toEqual([consoleEvent(1).id, consoleEvent(3).id]);
    expect(siem.statistics().splunk?.dropped).toEqual({ 'console.refused': 1 });
  });

  it('takes the same line of the console once', async () => {
    const made = await collector();
    await installToken(TOKEN);
    const { siem } = await startSiem();
    await siem.takeFromConsole([consoleEvent(1)]);
    await siem.takeFromConsole([consoleEvent(1), consoleEvent(2)]);
    await until(
      () => made.events.length === 2 && siem.statistics().splunk?.depth === 0,
      () => logged,
    );
    expect(made.events).toHaveLength(2);
  });

  it('does not use a token that others may read', async () => {
    const made = await collector();
    await installToken(TOKEN);
    await chmod(join(root, 'splunk', 'token'), 0o644);
    const { siem } = await startSiem();
    await siem.take(linkEvent(0));
    await until(() => troubles.length > 0);
    expect(troubles[0]).toContain('can be read by others');
    expect(made.statuses).toEqual([]);
  });
});

describe('security logs that are off', () => {
  it('keep nothing on the disk', async () => {
    const { siem } = await startSiem();
    await siem.take(linkEvent(0));
    await siem.takeFromConsole([consoleEvent(1)]);
    expect(siem.statistics()).toEqual({});
    const journal = join(root, 'siem', 'syslog', 'journal');
    await expect(readFile(journal)).rejects.toThrow();
  });
});
