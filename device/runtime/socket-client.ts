// The client of a program's Unix socket: HTTP by undici, answers parsed by their contract. Requests go side by side, each
// bounded in time from the moment it is asked for, so that one that hangs holds up no other.
import { Pool } from 'undici';
import type { z } from 'zod';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { SOCKET_TIMEOUT_MS } from '../../shared/limits.ts';

/** Requests at once; beyond that they wait in line, within their own time. */
const CONNECTIONS = 8;

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
  readonly #pool: Pool;

  constructor(socketPath: string) {
    this.#path = socketPath;
    this.#pool = new Pool('http://roomtone', {
      socketPath,
      connections: CONNECTIONS,
      connect: { timeout: SOCKET_TIMEOUT_MS },
      pipelining: 0,
    });
  }

  /** @throws RoomtoneError `SOCKET_UNREACHABLE`, `SOCKET_ANSWER_INVALID`, or the code that the other program answered with */
  async request<T>({
    method,
    path,
    body,
    response,
    timeoutMs = SOCKET_TIMEOUT_MS,
    signal,
  }: SocketRequest<T>): Promise<T> {
    const { status, text } = await this.#exchange(method, path, body, timeoutMs, signal);
    const value = jsonOf(text);
    if (status >= 400) throw refusalOf(status, value);
    const parsed = response.safeParse(value);
    if (parsed.success) return parsed.data;
    throw answerInvalid(`${method} ${path}`, parsed.error);
  }

  async #exchange(method: string, path: string, body: unknown, timeoutMs: number, signal: AbortSignal | undefined) {
    const bound = boundedBy(timeoutMs, signal);
    try {
      const answer = await this.#pool.request({
        method: method as 'GET',
        path,
        headersTimeout: 0,
        bodyTimeout: 0,
        signal: bound.signal,
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
    } finally {
      bound.release();
    }
  }

  /** Ends open requests too. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** Aborts after `timeoutMs` or with `signal`. Not `AbortSignal.any`: in Node 20 a signal that lives on keeps each of them. */
function boundedBy(timeoutMs: number, signal: AbortSignal | undefined) {
  const bound = new AbortController();
  const abort = () => bound.abort(signal?.reason);
  const timer = setTimeout(() => bound.abort(new Error(`nothing within ${timeoutMs} ms`)), timeoutMs);
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  return { signal: bound.signal, release };
}

/** What is no JSON becomes a text, which no contract knows. */
function jsonOf(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const answerInvalid = (request: string, cause: unknown) =>
  new RoomtoneError(
    'SOCKET_ANSWER_INVALID',
    `the answer to ${request} is none that the contract knows`,
    'Both programs must be of the same version: restart the device.',
    { cause },
  );

function refusalOf(status: number, value: unknown): RoomtoneError {
  const body = (value ?? {}) as { readonly code?: unknown; readonly message?: unknown; readonly hint?: unknown };
  return new RoomtoneError(
    typeof body.code === 'string' ? body.code : `HTTP_${status}`,
    typeof body.message === 'string' ? body.message : `refused with status ${status}`,
    typeof body.hint === 'string' ? body.hint : '',
  );
}
