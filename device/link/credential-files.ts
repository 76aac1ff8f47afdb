// Secrets and certificates of one purpose, as files: systemd's credentials first, then the state folder of an
// installation without it. Read anew at each use, so that they can be exchanged at any time.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RoomtoneError } from '../../shared/errors.ts';

const OTHERS_MASK = 0o077;

export class CredentialFiles {
  readonly #prefixes: readonly string[];

  /** What stands before a file's name: a folder's path with its slash, or more. The first place that has it counts. */
  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes;
  }

  /** Of `purpose`: `<systemd's credentials>/<purpose>-<name>`, then `<state of link>/<purpose>/<name>`. */
  static of(purpose: string, stateFolder: string): CredentialFiles {
    const bySystemd = process.env['CREDENTIALS_DIRECTORY'];
    const folder = join(stateFolder, purpose, '/');
    return new CredentialFiles([...(bySystemd === undefined ? [] : [join(bySystemd, `${purpose}-`)]), folder]);
  }

  /** Null where there is none. */
  async read(name: string): Promise<Buffer | null> {
    const path = await this.#find(name);
    return path === null ? null : readFile(path);
  }

  /** @throws RoomtoneError `CREDENTIALS_EXPOSED` when others than the owner may read it */
  async readSecret(name: string): Promise<Buffer | null> {
    const path = await this.#find(name);
    if (path === null) return null;
    const { mode } = await stat(path);
    if ((mode & OTHERS_MASK) === 0) return readFile(path);
    const hint = `Run \`chmod 600 ${path}\`, and exchange the secret if others had access.`;
    throw new RoomtoneError('CREDENTIALS_EXPOSED', `${path} can be read by others than its owner`, hint);
  }

  /** Those of `names` that there are, exposed or not. */
  async present<Name extends string>(names: readonly Name[]): Promise<Name[]> {
    const found = await Promise.all(names.map((name) => this.#find(name)));
    return names.filter((_, index) => found[index] !== null);
  }

  /** Changes whenever one of the files changes. */
  async fingerprint(names: readonly string[]): Promise<string> {
    const paths = this.#prefixes.flatMap((prefix) => names.map((name) => `${prefix}${name}`));
    const stats = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
    return stats.map((found) => (found === null ? '-' : `${found.ino}.${found.mtimeMs}.${found.size}`)).join(' ');
  }

  async #find(name: string): Promise<string | null> {
    for (const prefix of this.#prefixes) {
      const path = `${prefix}${name}`;
      if ((await stat(path).catch(() => null)) !== null) return path;
    }
    return null;
  }
}
