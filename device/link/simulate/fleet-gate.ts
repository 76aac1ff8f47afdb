// The gate between the fleet and its broker: it opens only after the witness is in, so that the witness misses nothing.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const BACKLOG = 4_096;

export class FleetGate {
  readonly #port: number;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(port: number, target: number) {
    this.#port = port;
    this.#target = target;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    const server = createServer((inside) => this.#join(inside));
    this.#server = server;
    server.listen({ port: this.#port, host: '127.0.0.1', backlog: BACKLOG });
    await once(server, 'listening');
  }

  /** Ends all connections at one instant. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(server, 'close');
  }

  #join(inside: Socket): void {
    const outside = connect(this.#target, '127.0.0.1');
    inside.pipe(outside);
    outside.pipe(inside);
    for (const socket of [inside, outside]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        inside.destroy();
        outside.destroy();
      });
    }
  }
}
