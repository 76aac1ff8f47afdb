// What this device shows to its broker and what it demands of it: CA, certificate and key, user and password. Files of
// systemd's credentials, or of the state folder, read anew for each attempt, so that they can be exchanged at any time.
import { X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IClientOptions } from 'mqtt';
import type { BrokerCredentials, PutBrokerCredentials } from '../../../shared/broker-test.ts';
import { RoomtoneError } from '../../../shared/errors.ts';
import { replaceFile } from '../../runtime/durable-file.ts';
import { CredentialFiles } from '../credential-files.ts';
import { checkCredentials } from './check-credentials.ts';

const FILES = ['ca.pem', 'certificate.pem', 'key.pem', 'user', 'password'] as const;
const SECRETS: readonly FileName[] = ['key.pem', 'password'];
type FileName = (typeof FILES)[number];
const FILE_OF = {
  ca: 'ca.pem',
  certificate: 'certificate.pem',
  key: 'key.pem',
  user: 'user',
  password: 'password',
} as const;

const DAY_MS = 24 * 3_600_000;

export interface CredentialFolders {
  /** Of systemd (`$CREDENTIALS_DIRECTORY`); null without it. What it holds goes first and can't be changed here. */
  readonly system: string | null;
  readonly own: string;
}

export class Credentials {
  readonly #own: string;
  readonly #system: CredentialFiles;
  readonly #files: CredentialFiles;

  constructor({ system, own }: CredentialFolders) {
    const bySystem = system === null ? [] : [join(system, '/')];
    this.#own = own;
    this.#system = new CredentialFiles(bySystem);
    this.#files = new CredentialFiles([...bySystem, join(own, '/')]);
  }

  /** @throws RoomtoneError `CREDENTIALS_EXPOSED` when others than the owner may read a secret */
  async read(): Promise<IClientOptions> {
    const [ca, cert, key, user, password] = await Promise.all(FILES.map((name) => this.#file(name)));
    return {
      rejectUnauthorized: true,
      ...(ca === null || ca === undefined ? {} : { ca }),
      ...(cert === null || cert === undefined ? {} : { cert }),
      ...(key === null || key === undefined ? {} : { key }),
      ...(user === null || user === undefined ? {} : { username: textOf(user) }),
      ...(password === null || password === undefined ? {} : { password: textOf(password) }),
    };
  }

  /** What is there, without any secret. */
  async describe(): Promise<BrokerCredentials> {
    const [ca, certificate, key, user, password] = await Promise.all(
      FILES.map((name) => this.#file(name).catch(() => EXPOSED)),
    );
    return {
      user: user === null || user === undefined ? null : textOf(user),
      password: password !== null,
      key: key !== null,
      ca: certificateOf(ca),
      certificate: certificateOf(certificate),
      bySystemd: await this.#system.present(FILES),
    };
  }

  /**
   * Exchanges files of our own: null removes one, what is absent stays.
   *
   * @throws RoomtoneError `CREDENTIALS_INVALID`, `CREDENTIALS_FIXED`
   */
  async replace(change: PutBrokerCredentials): Promise<void> {
    const fixed = await this.#system.present(FILES);
    const entries = (Object.entries(change) as [keyof typeof FILE_OF, string | null | undefined][]).filter(
      ([, value]) => value !== undefined,
    );
    for (const [name] of entries) if (fixed.includes(FILE_OF[name])) throw fixedBySystem(FILE_OF[name]);
    const saved = await this.read().catch(() => ({}) as IClientOptions);
    checkCredentials(change, { certificate: saved.cert, key: saved.key });
    for (const [name, value] of entries) {
      const path = join(this.#own, FILE_OF[name]);
      if (typeof value === 'string') await replaceFile(path, value);
      else await rm(path, { force: true });
    }
  }

  /** Whole days until our own certificate expires, negative afterwards; null without one. */
  async certificateDays(nowMs: number): Promise<number | null> {
    const pem = await this.#file('certificate.pem').catch(() => null);
    if (pem === null) return null;
    const { validTo } = new X509Certificate(pem);
    return Math.floor((Date.parse(validTo) - nowMs) / DAY_MS);
  }

  /** Changes whenever a file changes. */
  fingerprint(): Promise<string> {
    return this.#files.fingerprint(FILES);
  }

  #file(name: FileName): Promise<Buffer | null> {
    return SECRETS.includes(name) ? this.#files.readSecret(name) : this.#files.read(name);
  }
}

/** Stands for a secret that is there and must not be used. */
const EXPOSED = Buffer.alloc(0);

const textOf = (bytes: Buffer) => bytes.toString('utf8').trim();

function certificateOf(pem: Buffer | null | undefined): BrokerCredentials['ca'] {
  if (pem === null || pem === undefined) return null;
  try {
    const { subject, validTo } = new X509Certificate(pem);
    return { subject: subject.replaceAll('\n', ', '), expiresAt: new Date(validTo).toISOString() };
  } catch {
    return null;
  }
}

const fixedBySystem = (name: string) =>
  new RoomtoneError('CREDENTIALS_FIXED', `${name} is given by the system`, 'Change it where systemd takes it from.');
