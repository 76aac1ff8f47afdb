import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../../fixtures/console/claimed-console.ts';

describe('a scan of the door', () => {
  let bench: Bench;
  let report: string;
  beforeAll(async () => {
    bench = await startBench();
    const file = join(bench.folders.root, 'scan.xml');
    await promisify(execFile)(
      'sslscan',
      ['--no-colour', `--xml=${file}`, '--sni-name=localhost', `127.0.0.1:${bench.console.port}`],
      {
        timeout: 120_000,
      },
    );
    report = await readFile(file, 'utf8');
  });
  afterAll(() => bench.stop());

  /** Attributes of every element `name`. */
  const all = (name: string): readonly Readonly<Record<string, string>>[] =>
    [...report.matchAll(new RegExp(`<${name}\\s([^>]*)>`, 'g'))].map(([, text = '']) =>
      Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])),
    );

  it('C10: sslscan finds TLS 1.2 and 1.3 alone', () => {
    const protocols = all('protocol')
      .map(({ type, version, enabled }) => `${type} ${version} ${enabled}`)
      .sort();
    expect(protocols).toEqual(['ssl 2 0', 'ssl 3 0', 'tls 1.0 0', 'tls 1.1 0', 'tls 1.2 1', 'tls 1.3 1']);
  });

  it('C10: sslscan finds authenticated ciphers with forward secrecy alone, of 128 bits or more', () => {
    const ciphers = all('cipher');
    expect(ciphers.length).toBeGreaterThanOrEqual(5);
    for (const { cipher = '', bits, sslversion } of ciphers) {
      expect([cipher, /GCM|CHACHA20-POLY1305|CHACHA20_POLY1305/.test(cipher)]).toEqual([cipher, true]);
      expect([cipher, sslversion === 'TLSv1.3' || cipher.startsWith('ECDHE-')]).toEqual([cipher, true]);
      expect([cipher, Number(bits) >= 128]).toEqual([cipher, true]);
    }
  });

  it('C10: sslscan finds no compression, no weak group, no heartbleed, and no insecure renegotiation', () => {
    expect(all('compression').filter(({ supported }) => supported !== '0')).toEqual([]);
    expect(all('heartbleed').filter(({ vulnerable }) => vulnerable !== '0')).toEqual([]);
    expect(all('renegotiation').filter(({ supported, secure }) => supported === '1' && secure !== '1')).toEqual([]);
    const groups = all('group');
    expect(groups.length).toBeGreaterThan(0);
    expect(groups.filter(({ bits }) => Number(bits) < 128)).toEqual([]);
  });
});
