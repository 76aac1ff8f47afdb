// The embedded broker: aedes on loopback, for a start without a broker of one's own. It speaks MQTT 3.1.1, keeps
// nothing and knows no users: it must never listen anywhere else.
import { createServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import type { Service } from '../device/runtime/lifecycle.ts';
import { messageOf, RoomtoneError } from '../shared/errors.ts';

export interface EmbeddedBrokerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Loopback only. */
  readonly host: '127.0.0.1' | '::1';
}

export class EmbeddedBroker implements Service {
  readonly name = 'embedded broker';
  readonly #options: EmbeddedBrokerOptions;
  #aedes: Aedes | undefined;
  #server: Server | undefined;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
  }

  /** @throws RoomtoneError `PORT_IN_USE`, `PORT_REFUSED` */
  async start(): Promise<void> {
    const aedes = await Aedes.createBroker();
    const server = createServer(aedes.handle);
    this.#aedes = aedes;
    this.#server = server;
    await listen(server, this.#options);
  }

  async stop(): Promise<void> {
    const [aedes, server] = [this.#aedes, this.#server];
    this.#aedes = undefined;
    this.#server = undefined;
    if (aedes !== undefined) await new Promise<void>((resolve) => aedes.close(() => resolve()));
    if (server?.listening) await new Promise((resolve) => server.close(resolve));
  }

  /** Where it listens, once started. */
  url(): string {
    const address = this.#server?.address();
    if (address === null || address === undefined || typeof address === 'string') {
      throw new RoomtoneError('NOT_STARTED', 'the embedded broker is not running', 'Start it first.');
    }
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `mqtt://${host}:${address.port}`;
  }
}

function listen(server: Server, { port, host }: EmbeddedBrokerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(error: Error, port: number): RoomtoneError {
  const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (inUse) {
    const hint = 'Choose another one with --mqtt-port, or use that broker with --broker URL.';
    return new RoomtoneError('PORT_IN_USE', `port ${port} is taken`, hint, { cause: error });
  }
  const hint = 'Choose a port above 1024 with --mqtt-port.';
  return new RoomtoneError('PORT_REFUSED', `cannot listen on port ${port}: ${messageOf(error)}`, hint, {
    cause: error,
  });
}
