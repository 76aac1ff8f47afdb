import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { get as getPlain } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CredentialFiles } from '../../../../device/link/credential-files.ts';
import { MetricsServer } from '../../../../device/link/metrics/metrics-server.ts';
import { SystemClock } from '../../../../device/runtime/clock.ts';
import { createLog } from '../../../../device/runtime/log.ts';
import { DEFAULT_INTEGRATION_SETTINGS, type IntegrationSettings } from '../../../../shared/integration-settings.ts';
import { CertificateAuthority, type Issued } from '../certificates.ts';
import { until } from '../consumer.ts';
import { freePort } from '../mosquitto.ts';

const TEXT = '# HELP roomtone_up Up.\n# TYPE roomtone_up gauge\nroomtone_up 1\n';
const cleanups: (() => Promise<unknown>)[] = [];
let root: string;
let settings: IntegrationSettings;
let troubles: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roomtone-metrics-'));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  settings = DEFAULT_INTEGRATION_SETTINGS;
  troubles = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(): Promise<MetricsServer> {
  const server = new MetricsServer({
    settings: () => settings,
    credentials: new CredentialFiles([join(root, 'metrics', '/')]),
    socketPath: join(root, 'run', 'metrics', 'scrape'),
    read: async () => ({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: TEXT }),
    clock: new SystemClock(),
    log: createLog('link', 'silent'),
    onTrouble: (reason) => troubles.push(reason),
  });
  await server.start();
  cleanups.push(() => server.stop());
  return server;
}

async function install(ca: string, issued: Issued): Promise<void> {
  const folder = join(root, 'metrics');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await copyFile(ca, join(folder, 'ca.pem'));
  await copyFile(issued.certificate, join(folder, 'certificate.pem'));
  await copyFile(issued.key, join(folder, 'key.pem'));
  await chmod(join(folder, 'key.pem'), 0o600);
}

interface Scraped {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function scrape(options: RequestOptions): Promise<Scraped> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', path: '/metrics', agent: false, ...options }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', text });
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}

const overSocket = (socketPath: string, path = '/metrics') =>
  new Promise<Scraped>((resolve, reject) => {
    getPlain({ socketPath, path }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', text }),
      );
    }).on('error', reject);
  });

describe('metrics', () => {
  it('are nowhere until somebody turns them on, and on a socket for its group then', async () => {
    const server = await startServer();
    const socketPath = join(root, 'run', 'metrics', 'scrape');
    await expect(stat(socketPath)).rejects.toThrow();

    settings = { ...settings, metrics: 'socket' };
    server.settingsChanged();
    await until(async () => (await stat(socketPath).catch(() => null)) !== null);
    expect(await overSocket(socketPath)).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      text: TEXT,
    });
    expect((await overSocket(socketPath, '/')).status).toBe(404);
    expect((await stat(socketPath)).mode & 0o777).toBe(0o660);
    expect((await stat(dirname(socketPath))).mode & 0o777).toBe(0o750);

    settings = { ...settings, metrics: 'off' };
    server.settingsChanged();
    await until(async () => (await stat(socketPath).catch(() => null)) === null);
  });

  it('are for clients with a certificate of our authority alone, over TLS 1.2 or better', async () => {
    const authority = new CertificateAuthority(join(root, 'ca'));
    await authority.make();
    const strangers = new CertificateAuthority(join(root, 'strangers'));
    await strangers.make();
    await install(authority.certificate, await authority.issue('server', { name: 'room', host: 'IP:127.0.0.1' }));
    const [client, stranger] = [
      await authority.issue('client', { name: 'prometheus' }),
      await strangers.issue('client', { name: 'prometheus' }),
    ];
    const port = await freePort();
    settings = { ...settings, metrics: 'tls', metricsAddress: '127.0.0.1', metricsPort: port };
    await startServer();
    expect(troubles).toEqual([]);

    const ca = await readFile(authority.certificate);
    const as = async ({ certificate, key }: Issued) => ({
      cert: await readFile(certificate),
      key: await readFile(key),
    });
    expect(await scrape({ port, ca, ...(await as(client)) })).toMatchObject({ status: 200, text: TEXT });
    await expect(scrape({ port, ca })).rejects.toThrow();
    await expect(scrape({ port, ca, ...(await as(stranger)) })).rejects.toThrow();
    await expect(
      scrape({ port, ca, ...(await as(client)), maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }),
    ).rejects.toThrow();
    await expect(
      scrape({ port, ca, ...(await as(client)), maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }),
    ).rejects.toThrow();
    await expect(
      new Promise((resolve, reject) =>
        getPlain({ port, host: '127.0.0.1', path: '/metrics' }, resolve).on('error', reject),
      ),
    ).rejects.toThrow();
  });

  it('are not served without certificates, or with a key that others may read', async () => {
    const authority = new CertificateAuthority(join(root, 'ca'));
    await authority.make();
    const port = await freePort();
    settings = { ...settings, metrics: 'tls', metricsAddress: '127.0.0.1', metricsPort: port };
    const server = await startServer();
    expect(troubles).toEqual(['the metrics have no certificate']);

    const issued = await authority.issue('server', { name: 'room', host: 'IP:127.0.0.1' });
    await install(authority.certificate, issued);
    await chmod(join(root, 'metrics', 'key.pem'), 0o640);
    server.settingsChanged();
    await until(() => troubles.some((trouble) => trouble.includes('can be read by others')));
    await expect(scrape({ port, ca: await readFile(authority.certificate) })).rejects.toThrow('ECONNREFUSED');

    await chmod(join(root, 'metrics', 'key.pem'), 0o600);
    server.settingsChanged();
    const identity = { cert: await readFile(issued.certificate), key: await readFile(issued.key) };
    const ca = await readFile(authority.certificate);
    await until(async () => (await scrape({ port, ca, ...identity }).catch(() => null))?.status === 200);
  });
});
