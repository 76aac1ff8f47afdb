import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../console/certificate/certificate.ts';
import { CertificateStore, type CertificateStoreOptions } from '../../../console/certificate/certificate-store.ts';
import { createLog } from '../../../device/runtime/log.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';
import { FakeClock } from '../../fixtures/console/fake-clock.ts';
import { type ConsoleFolders, makeFolders, removeFolders } from '../../fixtures/console/running-console.ts';

const DAY_MS = 24 * 3_600_000;

let folders: ConsoleFolders;
let clock: FakeClock;
let names = ['localhost', '127.0.0.1', '::1'];

beforeEach(async () => {
  folders = await makeFolders();
  clock = new FakeClock(Date.now() + 300_000);
  names = ['localhost', '127.0.0.1', '::1'];
});
afterEach(() => removeFolders(folders));

const open = (given: Partial<CertificateStoreOptions> = {}) =>
  new CertificateStore({
    stateFolder: folders.state,
    clock,
    random: new CryptoRandom(),
    log: createLog('test', 'silent'),
    names: () => names,
    ...given,
  });

const printOf = async (store: CertificateStore) => fingerprintOf((await store.current()).pair);

describe('the own certificate', () => {
  it('C10: differs on each device, is kept, and is replaced before it ends and when a name is missing', async () => {
    const other = await makeFolders();
    const store = open();
    const first = await printOf(store);
    expect(await printOf(open({ stateFolder: other.state }))).not.toBe(first);
    expect(await printOf(open())).toBe(first);

    clock.advance(360 * DAY_MS);
    expect(await printOf(store)).toBe(first);
    clock.advance(10 * DAY_MS);
    const second = await printOf(store);
    expect(second).not.toBe(first);

    names = [...names, '192.0.2.7'];
    const third = await printOf(store);
    expect(third).not.toBe(second);
    names = names.filter((name) => name !== '192.0.2.7');
    expect(await printOf(store)).toBe(third);
    await removeFolders(other);
  });

  it('C10: is not replaced by a clock that is plainly wrong, and one made then holds when the clock is right', async () => {
    const nowMs = clock.wallMs();
    const first = await printOf(open());
    clock.step(-nowMs);
    expect(new Date(clock.wallMs()).getUTCFullYear()).toBe(1970);
    expect(await printOf(open())).toBe(first);

    const other = await makeFolders();
    const unset = open({ stateFolder: other.state });
    const made = await printOf(unset);
    clock.step(nowMs);
    expect(await printOf(unset)).toBe(made);
    await removeFolders(other);
  });

  it('C10: that a clock of the future has made is replaced once the time is known', async () => {
    clock.advance(1_000 * DAY_MS);
    const store = open();
    const early = await printOf(store);
    clock.step(-1_000 * DAY_MS);
    expect(await printOf(store)).not.toBe(early);
  });

  it('C10: that is due goes on where the disk refuses another, and the console starts all the same', async () => {
    const first = await printOf(open());
    clock.advance(380 * DAY_MS);
    await refuseWrites(join(folders.state, 'console'));
    expect(await printOf(open())).toBe(first);
  });

  it('C10: that is damaged is made anew', async () => {
    const first = await printOf(open());
    const path = join(folders.state, 'console', 'certificate.json');
    await writeFile(path, 'x');
    expect(await printOf(open())).not.toBe(first);
    const again = await printOf(open());
    expect(await printOf(open())).toBe(again);
  });
});

/** Where root ignores modes, a folder in the place of the temporary file refuses as well. */
async function refuseWrites(folder: string): Promise<void> {
  await mkdir(join(folder, 'certificate.json.temporary', 'full'), { recursive: true });
  await chmod(folder, 0o500);
}

describe('a certificate that an admin brings', () => {
  /** PEM of a leaf for `dns`, with its authority after it, made by openssl. */
  function make(dns: string, { days = 90, key = ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], chain = true } = {}) {
    const at = (name: string) => join(folders.root, name);
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '900',
      '-subj',
      '/CN=authority',
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.pem'),
    );
    openssl('genpkey', '-algorithm', ...key, '-out', at('leaf.key'));
    openssl(
      'req',
      '-new',
      '-key',
      at('leaf.key'),
      '-subj',
      `/CN=${dns}`,
      '-addext',
      `subjectAltName=DNS:${dns}`,
      '-out',
      at('leaf.csr'),
    );
    openssl(
      'x509',
      '-req',
      '-in',
      at('leaf.csr'),
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-days',
      String(days),
      '-copy_extensions',
      'copy',
      '-out',
      at('leaf.pem'),
    );
    return Promise.all([
      readFile(at('leaf.pem'), 'utf8'),
      readFile(at('ca.pem'), 'utf8'),
      readFile(at('leaf.key'), 'utf8'),
    ]).then(([leaf, authority, leafKey]) => ({ leaf, authority, pem: chain ? leaf + authority : leaf, key: leafKey }));
  }

  const refusal = (store: CertificateStore, certificate: string, key: string) =>
    store.bring(certificate, key).then(
      () => null,
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    );

  it('C10: is shown from then on, over a restart, until the admin goes back to the own one', async () => {
    const store = open();
    const own = await printOf(store);
    const shown: string[] = [];
    store.onChange(({ source }) => shown.push(source));
    const { pem, key } = await make('room.example.org');
    await store.bring(pem, key);
    expect(store.describe()).toMatchObject({
      source: 'brought',
      names: ['room.example.org'],
      notCovered: ['localhost', '127.0.0.1', '::1'],
    });
    expect(store.broughtNames()).toEqual(['room.example.org']);
    expect((await open().current()).source).toBe('brought');
    await store.drop();
    expect(await printOf(store)).toBe(own);
    expect(shown).toEqual(['brought', 'own']);
    expect(store.broughtNames()).toEqual([]);
  });

  it('C10: is refused with what is wrong, and the one before goes on', async () => {
    const store = open();
    const own = await printOf(store);
    const good = await make('room.example.org');
    const other = await make('other.example.org');
    expect(await refusal(store, good.pem, other.key)).toMatch(/CERTIFICATE_REFUSED .*another certificate/);
    expect(await refusal(store, 'no certificate', good.key)).toMatch(/no certificate in it/);
    expect(await refusal(store, good.pem, 'no key')).toMatch(/key cannot be read/);
    expect(await refusal(store, good.leaf + good.leaf, good.key)).toMatch(/chain has a gap/);
    const weak = await make('room.example.org', { key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'] });
    expect(await refusal(store, weak.pem, weak.key)).toMatch(/browsers do not take its key/);
    const edwards = await make('room.example.org', { key: ['ED25519'] });
    expect(await refusal(store, edwards.pem, edwards.key)).toMatch(/browsers do not take its key/);
    const over = await make('room.example.org', { days: 1 });
    clock.advance(2 * DAY_MS);
    expect(await refusal(store, over.pem, over.key)).toMatch(/holds until/);
    expect(await printOf(store)).toBe(own);
  });

  it('C10: gives way to the own one when it ends, rather than shut everybody out', async () => {
    const store = open();
    const own = await printOf(store);
    const { pem, key } = await make('room.example.org', { days: 10 });
    await store.bring(pem, key);
    clock.advance(8 * DAY_MS);
    expect((await store.current()).source).toBe('brought');
    clock.advance(3 * DAY_MS);
    expect(await printOf(store)).toBe(own);
  });

  it('C10: may stand in files that others renew: each check reads them again, and none that is wrong is shown', async () => {
    const files = { certificate: join(folders.root, 'c.pem'), key: join(folders.root, 'k.pem') };
    const store = open({ files });
    expect((await store.current()).source).toBe('own');
    const first = await make('room.example.org');
    await Promise.all([writeFile(files.certificate, first.pem), writeFile(files.key, first.key)]);
    expect((await store.current()).source).toBe('files');
    const before = await printOf(store);
    const second = await make('room.example.org');
    await Promise.all([writeFile(files.certificate, second.pem), writeFile(files.key, second.key)]);
    expect(await printOf(store)).not.toBe(before);
    await writeFile(files.key, first.key);
    expect((await store.current()).source).toBe('own');
  });
});
