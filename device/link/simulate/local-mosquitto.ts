// A mosquitto of the simulation's own on loopback, which it may kill and start again.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RoomtoneError } from '../../../shared/errors.ts';

const ATTEMPTS = 400;
const ATTEMPT_MS = 25;

export class LocalMosquitto {
  readonly #folder: string;
  readonly #port: number;
  #child: ChildProcess | undefined;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** @throws RoomtoneError `TOOL_MISSING` */
  async start(): Promise<void> {
    const path = join(this.#folder, 'mosquitto.conf');
    const user = process.getuid?.() === 0 ? 'user root\n' : '';
    const queue = 'max_queued_messages 0\nmax_inflight_messages 0\n';
    await writeFile(path, `listener ${this.#port} 127.0.0.1\nallow_anonymous true\n${queue}${user}`);
    const child = spawn('mosquitto', ['-c', path], { stdio: 'ignore' });
    child.on('error', () => {});
    this.#child = child;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await canConnect(this.#port)) return;
      await delay(ATTEMPT_MS);
    }
    const hint = 'Install Debian’s package `mosquitto`, or choose another --port.';
    throw new RoomtoneError('TOOL_MISSING', `no mosquitto came up on port ${this.#port}`, hint);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.pid === undefined) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (can: boolean) => {
      socket.destroy();
      resolve(can);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
