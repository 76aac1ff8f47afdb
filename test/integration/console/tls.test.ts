import { readFile, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../../fixtures/console/claimed-console.ts';

describe('the door', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  /** Protocol and cipher of a connection, or null where it was refused. */
  function handshake(options: ConnectionOptions): Promise<string | null> {
    return new Promise((resolve) => {
      const socket: TLSSocket = connect(
        { host: '127.0.0.1', port: bench.console.port, rejectUnauthorized: false, ...options },
        () => {
          resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
          socket.destroy();
        },
      );
      socket.on('error', () => resolve(null));
    });
  }

  it('C10: speaks TLS 1.2 and 1.3 with authenticated ciphers, and nothing else', async () => {
    expect(await handshake({})).toMatch(/^TLSv1\.3 TLS_/);
    expect(await handshake({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-ECDSA-.*(GCM|POLY1305)/);
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await handshake(old)).toBeNull();
    for (const ciphers of [
      'ECDHE-ECDSA-AES128-SHA256',
      'ECDHE-ECDSA-AES256-SHA',
      'AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES128-CCM8',
    ]) {
      const refused = await handshake({ maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` });
      expect([ciphers, refused]).toEqual([ciphers, null]);
    }
  });

  it('C10: answers plain HTTP with nothing', async () => {
    const failure = await new Promise<unknown>((resolve) => {
      const asked = request({ host: '127.0.0.1', port: bench.console.port, path: '/' }, () => resolve('an answer'));
      asked.on('error', resolve).end();
    });
    expect(failure).toBeInstanceOf(Error);
  });

  it('C10: shows a certificate of its own for its names, which a client that pins it accepts', async () => {
    const stored = JSON.parse(
      (await readFile(join(bench.folders.state, 'console', 'certificate.json'), 'utf8'))
        .split('\n')
        .slice(1)
        .join('\n'),
    );
    for (const servername of ['localhost']) {
      const trusted = { ca: stored.certificate, rejectUnauthorized: true, servername };
      expect(await handshake(trusted)).toMatch(/^TLSv1\.3/);
    }
    expect(await handshake({ ca: stored.certificate, rejectUnauthorized: true, host: '127.0.0.1' })).toMatch(
      /^TLSv1\.3/,
    );
    expect(
      await handshake({ ca: stored.certificate, rejectUnauthorized: true, servername: 'evil.example' }),
    ).toBeNull();
  });

  it('C10: the key and the cookie key are readable by their owner alone', async () => {
    for (const name of ['certificate.json', 'cookie-key', 'accounts.json', 'claim.json'].filter(
      (each) => each !== 'accounts.json',
    )) {
      const { mode } = await stat(join(bench.folders.state, 'console', name));
      expect([name, (mode & 0o777).toString(8)]).toEqual([name, '600']);
    }
    expect(((await stat(join(bench.folders.state, 'console'))).mode & 0o777).toString(8)).toBe('700');
  });

  it('C12: a connection that says nothing does not keep the others out', async () => {
    const silent = Array.from({ length: 20 }, () => connectTcp({ host: '127.0.0.1', port: bench.console.port }));
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect((await bench.admin.send('GET', '/api/setup')).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });
});
