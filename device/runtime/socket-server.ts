// A Fastify application on a Unix socket of mode 600 in a folder of mode 700: how the programs talk to each other. One
// that a group may use has the modes 660 and 750.
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { ZodError } from 'zod';
import { isRoomtoneError } from '../../shared/errors.ts';
import { SOCKET_BODY_BYTES } from '../../shared/limits.ts';
import type { Service } from './lifecycle.ts';
import type { Logger } from './log.ts';

const MODES = { owner: { folder: 0o700, socket: 0o600 }, group: { folder: 0o750, socket: 0o660 } } as const;

export interface SocketServerOptions {
  readonly name: string;
  readonly socketPath: string;
  readonly log: Logger;
  /** Who may connect beside the owner; default: nobody. */
  readonly access?: 'owner' | 'group';
  /** Adds the routes (and plugins) of this socket. */
  readonly routes: (app: FastifyInstance) => Promise<void> | void;
}

export class SocketServer implements Service {
  readonly name: string;
  readonly #options: SocketServerOptions;
  #app: FastifyInstance | undefined;

  constructor(options: SocketServerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { socketPath, routes, log, access = 'owner' } = this.#options;
    const modes = MODES[access];
    await mkdir(dirname(socketPath), { recursive: true, mode: modes.folder });
    await rm(socketPath, { force: true });
    const app = Fastify({ bodyLimit: SOCKET_BODY_BYTES, forceCloseConnections: true });
    app.setErrorHandler((error, _request, reply) => {
      const { status, body } = errorAnswer(error);
      if (status >= 500) log.error({ err: error }, 'a socket request failed');
      return reply.status(status).send(body);
    });
    await routes(app);
    await app.listen({ path: socketPath });
    await chmod(socketPath, modes.socket);
    this.#app = app;
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    if (app === undefined) return;
    await app.close();
    await rm(this.#options.socketPath, { force: true });
  }
}

/** Status and body for anything thrown: contracts refuse with 400, our own errors with 409, the rest is ours to mend. */
export function errorAnswer(error: unknown): { status: number; body: { code: string; message: string; hint: string } } {
  if (error instanceof ZodError) {
    const issue = error.issues[0];
    const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
    return { status: 400, body: { code: 'REQUEST_INVALID', message, hint: 'Send what the contract describes.' } };
  }
  if (isRoomtoneError(error)) {
    return { status: 409, body: { code: error.code, message: error.message, hint: error.hint } };
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const message = status < 500 ? (error as Error).message : 'an internal error';
  return { status, body: { code: status < 500 ? 'REQUEST_INVALID' : 'INTERNAL', message, hint: '' } };
}
