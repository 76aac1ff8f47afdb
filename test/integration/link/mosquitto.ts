// Debian's mosquitto as a child of a test: a real broker on a loopback port, that can be killed and come back.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const openToAnyone = (port: number) => `listener ${port} 127.0.0.1\nallow_anonymous true\n`;

/** `configure` writes mosquitto.conf for a port; by default the listener is open to anyone on loopback. */
export class Mosquitto {
  readonly port: number;
  readonly #configure: (port: number) => string;
  #child: ChildProcess | undefined;
  #folder: string | undefined;
  /** What it said, for a failing test. */
  output = '';

  constructor(port: number, configure: (port: number) => string = openToAnyone) {
    this.port = port;
    this.#configure = configure;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'roomtone-mosquitto-'));
    const path = join(this.#folder, 'mosquitto.conf');
    const user = process.getuid?.() === 0 ? 'user root\n' : '';
    await writeFile(path, `${this.#configure(this.port)}\n${user}`);
    const child = spawn('mosquitto', ['-c', path, '-v'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    await untilListening(
      this.port,
      () => child.exitCode !== null,
      () => this.output,
    );
  }

  /** SIGHUP: it reads its ACL again. */
  reload(): void {
    this.#child?.kill('SIGHUP');
  }

  /** SIGKILL: as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async remove(): Promise<void> {
    await this.kill();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}

async function untilListening(port: number, hasEnded: () => boolean, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (hasEnded()) throw new Error(`mosquitto ended: ${output()}`);
    if (await canConnect(port)) return;
    await delay(25);
  }
  throw new Error(`mosquitto does not listen: ${output()}`);
}

export function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
