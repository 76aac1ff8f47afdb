// Certificates for a test, made by openssl: a CA, and what it signs.
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  readonly name: string;
  /** Subject alternative name, for example `IP:127.0.0.1` or `DNS:broker.example`. */
  readonly host?: string;
  /** Days of validity, from now; negative: it has expired (made by a start in the past). */
  readonly days?: number;
}

export class CertificateAuthority {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get certificate(): string {
    return join(this.#folder, 'ca.pem');
  }

  async make(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const files = ['-keyout', join(this.#folder, 'ca.key'), '-out', this.certificate];
    await run('openssl', ['req', '-x509', ...keys, ...files, '-days', '30', '-subj', '/CN=Test CA']);
  }

  async issue(file: string, { name, host, days = 30 }: Subject): Promise<Issued> {
    const path = (suffix: string) => join(this.#folder, `${file}.${suffix}`);
    const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    await run('openssl', ['req', ...keys, '-keyout', path('key'), '-out', path('csr'), '-subj', `/CN=${name}`]);
    await writeFile(path('ext'), host === undefined ? '' : `subjectAltName=${host}\n`);
    const signing = ['-CA', this.certificate, '-CAkey', join(this.#folder, 'ca.key'), '-CAcreateserial'];
    const request = ['x509', '-req', '-in', path('csr'), '-out', path('pem'), '-extfile', path('ext'), ...signing];
    await run('openssl', [...request, '-days', String(days)]);
    await chmod(path('key'), 0o600);
    return { certificate: path('pem'), key: path('key') };
  }
}

/** Puts what a device needs where link looks for it. */
export async function installCredentials(stateFolder: string, ca: string, issued: Issued | null): Promise<string> {
  const folder = join(stateFolder, 'link', 'broker');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await copyFile(ca, join(folder, 'ca.pem'));
  if (issued === null) return folder;
  await copyFile(issued.certificate, join(folder, 'certificate.pem'));
  await copyFile(issued.key, join(folder, 'key.pem'));
  await chmod(join(folder, 'key.pem'), 0o600);
  return folder;
}
