// A gate between link and its broker: a TCP forwarder that can hold back what the broker answers, cut, and come back.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Gate {
  readonly #port: number;
  readonly #target: number;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #server: Server | undefined;
  #holding = false;
  /** Connections that came. */
  accepted = 0;

  /** Until it is started, nobody listens on `port`. */
  constructor(port: number, targetPort: number) {
    this.#port = port;
    this.#target = targetPort;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer((inside) => this.#join(inside));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
  }

  /** Whether answers of the broker wait here. */
  hold(holding: boolean): void {
    this.#holding = holding;
    for (const [, outside] of this.#pairs) {
      if (holding) outside.pause();
      else outside.resume();
    }
  }

  /** Ends all connections without a word. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.close();
    await once(server, 'close');
  }

  #join(inside: Socket): void {
    this.accepted += 1;
    const outside = connect(this.#target, '127.0.0.1');
    const pair = [inside, outside] as const;
    this.#pairs.add(pair);
    inside.on('data', (chunk) => outside.write(chunk));
    outside.on('data', (chunk) => inside.write(chunk));
    if (this.#holding) outside.pause();
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
  }
}
