// The program half of a network camera: it alone has a network, and it holds the camera's address. Whoever connects to
// its socket gets pictures, written there by ffmpeg itself, and at the end one line that says why. Who connected to the
// sound socket before gets the sound of the same child. One reader at a time.
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/log.ts';
import { CaptureChild, type Spawn } from '../sense/capture/capture-child.ts';
import { captureCommand, PICTURE_MAX } from '../sense/capture/capture-command.ts';
import { endLine, SOUND_GREETING, soundPathOf } from '../sense/capture/capture-socket.ts';
import { causeOfEnd } from '../sense/capture/end-cause.ts';
import type { NetworkAddress } from '../sense/capture/network-address.ts';

export interface NetworkCaptureOptions {
  readonly address: NetworkAddress;
  readonly socketPath: string;
  readonly fps: number;
  readonly log: Logger;
  readonly spawn?: Spawn;
}

interface Serving {
  readonly child: CaptureChild;
  readonly sockets: readonly Socket[];
}

export class NetworkCapture implements Service {
  readonly name = 'network-capture';
  readonly #options: NetworkCaptureOptions;
  #servers: readonly Server[] = [];
  /** Greeted, and waiting for the pictures to be asked for. */
  #sound: Socket | undefined;
  #serving: Serving | undefined;

  constructor(options: NetworkCaptureOptions) {
    this.#options = options;
  }

  get childPid(): number | undefined {
    return this.#serving?.child.pid;
  }

  async start(): Promise<void> {
    const { socketPath } = this.#options;
    await mkdir(dirname(socketPath), { recursive: true, mode: 0o700 });
    this.#servers = [
      await listening(soundPathOf(socketPath), (socket) => this.#greet(socket)),
      await listening(socketPath, (socket) => this.#serve(socket)),
    ];
  }

  async stop(): Promise<void> {
    const { socketPath } = this.#options;
    for (const server of this.#servers) server.close();
    this.#servers = [];
    this.#sound?.destroy();
    await this.#endServing();
    await Promise.all([socketPath, soundPathOf(socketPath)].map((path) => rm(path, { force: true })));
  }

  #greet(socket: Socket): void {
    this.#sound?.destroy();
    this.#sound = socket;
    socket.on('error', () => {});
    socket.once('close', () => {
      if (this.#sound === socket) this.#sound = undefined;
    });
    socket.resume();
    socket.write(SOUND_GREETING);
  }

  /** The newest reader wins: one that hung must not keep the camera from its successor. */
  #serve(pictures: Socket): void {
    this.#endServing().catch(() => {});
    const sound = this.#sound;
    this.#sound = undefined;
    const sockets = sound === undefined ? [pictures] : [pictures, sound];
    const child = this.#child(pictures, sound);
    this.#serving = { child, sockets };
    pictures.on('error', () => {});
    for (const socket of sockets) socket.once('close', () => child.kill());
    child.start();
    // Sense says nothing; reading is how its going is seen while the camera is silent.
    pictures.resume();
  }

  #child(pictures: Socket, sound: Socket | undefined): CaptureChild {
    const { address, spawn, fps, log } = this.#options;
    const request = { ...PICTURE_MAX, fps, withSound: sound !== undefined };
    return new CaptureChild({
      command: captureCommand({ kind: 'network', address }, request),
      spawn,
      output: pictures,
      soundOutput: sound,
      onBytes: () => {},
      onEnd: (end) => {
        const cause = causeOfEnd(end);
        log.warn({ camera: address.label, cause }, 'the camera ended');
        pictures.end(endLine(cause));
      },
    });
  }

  async #endServing(): Promise<void> {
    const serving = this.#serving;
    this.#serving = undefined;
    for (const socket of serving?.sockets ?? []) socket.destroy();
    await serving?.child.kill();
  }
}

/** A Unix socket at `path`. Its folder is of mode 700, or systemd's of 750: who is in its group may read the camera. */
async function listening(path: string, serve: (socket: Socket) => void): Promise<Server> {
  await rm(path, { force: true });
  const server = createServer(serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o660);
  return server;
}
