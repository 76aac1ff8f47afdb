// Debian's rsyslog as a child of a test: syslog over TLS with client certificates, one line a message in a file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Issued } from '../certificates.ts';
import { canConnect } from '../mosquitto.ts';

export interface RsyslogOptions {
  readonly folder: string;
  readonly port: number;
  readonly ca: string;
  readonly issued: Issued;
  /** Common name that a client must have. */
  readonly peer: string;
}

/** What rsyslog understood of a message. */
export interface Received {
  readonly priority: string;
  readonly at: string;
  readonly host: string;
  readonly program: string;
  readonly msgid: string;
  readonly data: string;
  readonly text: string;
}

const FIELDS = ['pri', 'timereported:::date-rfc3339', 'hostname', 'app-name', 'msgid', 'structured-data', 'msg'];

export class Rsyslog {
  readonly #options: RsyslogOptions;
  #child: ChildProcess | undefined;
  output = '';

  constructor(options: RsyslogOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { folder, port } = this.#options;
    await mkdir(folder, { recursive: true });
    await writeFile(this.#path('rsyslog.conf'), this.#configuration());
    const flags = ['-n', '-f', this.#path('rsyslog.conf'), '-i', this.#path('pid')];
    const child = spawn('rsyslogd', flags, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`rsyslogd ended: ${this.output}`);
      if (await canConnect(port)) return;
      await delay(25);
    }
    throw new Error(`rsyslogd does not listen: ${this.output}`);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async received(): Promise<readonly Received[]> {
    const text = await readFile(this.#path('received'), 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [priority = '', at = '', host = '', program = '', msgid = '', data = '', ...rest] = line.split('\t');
      return { priority, at, host, program, msgid, data, text: rest.join('\t') };
    });
  }

  #path(name: string): string {
    return join(this.#options.folder, name);
  }

  #configuration(): string {
    const { folder, port, ca, issued, peer } = this.#options;
    const template = FIELDS.map((field) => `%${field}%`).join('\\t');
    return [
      `global(workDirectory="${folder}" defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="${ca}"`,
      `  defaultNetstreamDriverCertFile="${issued.certificate}" defaultNetstreamDriverKeyFile="${issued.key}")`,
      `module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="x509/name"`,
      `  permittedPeer=["${peer}"])`,
      `input(type="imtcp" port="${port}" address="127.0.0.1")`,
      `template(name="fields" type="string" string="${template}\\n")`,
      `if $programname startswith "roomtone" then action(type="omfile" file="${this.#path('received')}" template="fields")`,
      '',
    ].join('\n');
  }
}
