// The client of a program's Unix socket: HTTP by undici, answers parsed by their contract.
import { Client } from 'undici';
import type { z } from 'zod';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { SOCKET_TIMEOUT_MS } from '../../shared/limits.ts';

export interface SocketRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly response: z.ZodType<T>;
  /** Default {@link SOCKET_TIMEOUT_MS}; longer for a long poll. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export class SocketClient {
  readonly #path: string;
  readonly #client: Client;

  constructor(socketPath: string) {
    this.#path = socketPath;
    this.#client = new Client('http://roomtone', {
      socketPath,
      connect: { timeout: SOCKET_TIMEOUT_MS },
      pipelining: 0,
    });
  }

  /** @throws RoomtoneError `SOCKET_UNREACHABLE`, or the code that the other program answered with */
  async request<T>({
    method,
    path,
    body,
    response,
    timeoutMs = SOCKET_TIMEOUT_MS,
    signal,
  }: SocketRequest<T>): Promise<T> {
    const { status, text } = await this.#exchange(method, path, body, timeoutMs, signal);
    const value: unknown = text === '' ? null : JSON.parse(text);
    if (status >= 400) throw refusalOf(status, value);
    return response.parse(value);
  }

  async #exchange(method: string, path: string, body: unknown, timeoutMs: number, signal: AbortSignal | undefined) {
    try {
      const answer = await this.#client.request({
        method: method as 'GET',
        path,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(signal === undefined ? {} : { signal }),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      throw new RoomtoneError(
        'SOCKET_UNREACHABLE',
        `no answer at ${this.#path}: ${messageOf(error)}`,
        'Wait until the program behind it has started, or read its log.',
        { cause: error },
      );
    }
  }

  /** Ends open requests too. */
  async close(): Promise<void> {
    await this.#client.destroy();
  }
}

function refusalOf(status: number, value: unknown): RoomtoneError {
  const body = (value ?? {}) as { readonly code?: unknown; readonly message?: unknown; readonly hint?: unknown };
  return new RoomtoneError(
    typeof body.code === 'string' ? body.code : `HTTP_${status}`,
    typeof body.message === 'string' ? body.message : `refused with status ${status}`,
    typeof body.hint === 'string' ? body.hint : '',
  );
}
