// What this device shows to its broker and what it demands of it: CA, certificate and key, user and password. Files of
// systemd's credentials, or of the state folder, read anew for each attempt, so that they can be exchanged at any time.
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { IClientOptions } from 'mqtt';
import { RoomtoneError } from '../../../shared/errors.ts';

const FILES = ['ca.pem', 'certificate.pem', 'key.pem', 'user', 'password'] as const;
const SECRETS: readonly FileName[] = ['key.pem', 'password'];
type FileName = (typeof FILES)[number];

const OTHERS_MASK = 0o077;
const DAY_MS = 24 * 3_600_000;

export class Credentials {
  readonly #folders: readonly string[];

  /** Files are looked for in the order of `folders`. */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** @throws RoomtoneError `CREDENTIALS_EXPOSED` when others than the owner may read a secret */
  async read(): Promise<IClientOptions> {
    const [ca, cert, key, user, password] = await Promise.all(FILES.map((name) => this.#file(name)));
    return {
      rejectUnauthorized: true,
      ...(ca === null || ca === undefined ? {} : { ca }),
      ...(cert === null || cert === undefined ? {} : { cert }),
      ...(key === null || key === undefined ? {} : { key }),
      ...(user === null || user === undefined ? {} : { username: user.toString('utf8').trim() }),
      ...(password === null || password === undefined ? {} : { password: password.toString('utf8').trim() }),
    };
  }

  /** Whole days until our own certificate expires, negative afterwards; null without one. */
  async certificateDays(nowMs: number): Promise<number | null> {
    const pem = await this.#file('certificate.pem').catch(() => null);
    if (pem === null) return null;
    const { validTo } = new X509Certificate(pem);
    return Math.floor((Date.parse(validTo) - nowMs) / DAY_MS);
  }

  /** Changes whenever a file changes. */
  async fingerprint(): Promise<string> {
    const stats = await Promise.all(
      this.#folders.flatMap((folder) => FILES.map((name) => stat(join(folder, name)).catch(() => null))),
    );
    return stats.map((found) => (found === null ? '-' : `${found.ino}.${found.mtimeMs}.${found.size}`)).join(' ');
  }

  async #file(name: FileName): Promise<Buffer | null> {
    for (const folder of this.#folders) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found === null) continue;
      if (SECRETS.includes(name) && (found.mode & OTHERS_MASK) !== 0) throw exposed(path);
      return readFile(path);
    }
    return null;
  }
}

function exposed(path: string): RoomtoneError {
  const hint = `Run \`chmod 600 ${path}\`, and exchange the secret if others had access.`;
  return new RoomtoneError('CREDENTIALS_EXPOSED', `${path} can be read by others than its owner`, hint);
}
