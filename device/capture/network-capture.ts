// The program half of a network camera: it alone has a network, and it holds the camera's address. Whoever connects to
// its socket gets pictures, written there by ffmpeg itself, and at the end one line that says why. One at a time.
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/log.ts';
import { CaptureChild, type Spawn } from '../sense/capture/capture-child.ts';
import { captureCommand, PICTURE_MAX } from '../sense/capture/capture-command.ts';
import { endLine } from '../sense/capture/capture-socket.ts';
import { causeOfEnd } from '../sense/capture/end-cause.ts';
import type { NetworkAddress } from '../sense/capture/network-address.ts';

export interface NetworkCaptureOptions {
  readonly address: NetworkAddress;
  readonly socketPath: string;
  readonly fps: number;
  readonly log: Logger;
  readonly spawn?: Spawn;
}

export class NetworkCapture implements Service {
  readonly name = 'network-capture';
  readonly #options: NetworkCaptureOptions;
  #server: Server | undefined;
  #serving: { readonly child: CaptureChild; readonly socket: Socket } | undefined;

  constructor(options: NetworkCaptureOptions) {
    this.#options = options;
  }

  get childPid(): number | undefined {
    return this.#serving?.child.pid;
  }

  async start(): Promise<void> {
    const { socketPath } = this.#options;
    await mkdir(dirname(socketPath), { recursive: true, mode: 0o700 });
    await rm(socketPath, { force: true });
    const server = createServer((socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    await chmod(socketPath, 0o600);
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.#server?.close();
    this.#server = undefined;
    await this.#endServing();
    await rm(this.#options.socketPath, { force: true });
  }

  /** The newest reader wins: one that hung must not keep the camera from its successor. */
  #serve(socket: Socket): void {
    this.#endServing().catch(() => {});
    const child = new CaptureChild({
      command: captureCommand({ kind: 'network', address: this.#options.address }, this.#request()),
      spawn: this.#options.spawn,
      output: socket,
      onBytes: () => {},
      onEnd: (end) => this.#sayEnd(socket, causeOfEnd(end)),
    });
    this.#serving = { child, socket };
    socket.on('error', () => {});
    socket.once('close', () => child.kill());
    child.start();
    // Sense says nothing; reading is how its going is seen while the camera is silent.
    socket.resume();
  }

  #request = () => ({ ...PICTURE_MAX, fps: this.#options.fps });

  #sayEnd(socket: Socket, cause: ReturnType<typeof causeOfEnd>): void {
    this.#options.log.warn({ camera: this.#options.address.label, cause }, 'the camera ended');
    socket.end(endLine(cause));
  }

  async #endServing(): Promise<void> {
    const serving = this.#serving;
    this.#serving = undefined;
    serving?.socket.destroy();
    await serving?.child.kill();
  }
}
