// What the console asks of sense and link over their Unix sockets. Each may be down at any time, and however many pages
// ask at once, each is asked for its status once.
import { z } from 'zod';
import type { Service } from '../device/runtime/lifecycle.ts';
import { SocketClient, type SocketRequest } from '../device/runtime/socket-client.ts';
import { socketPaths } from '../device/runtime/sockets.ts';
import type { StatusResponse } from '../shared/console-api.ts';
import { linkStatusSchema, type WindowsResponse, windowsResponseSchema } from '../shared/link-api.ts';
import { type PrivacyChange, type PrivacySettings, privacySettingsSchema } from '../shared/privacy-settings.ts';
import { senseStatusSchema } from '../shared/sense-api.ts';

/** A page waits for this answer; what is slower than that counts as down. */
const STATUS_TIMEOUT_MS = 2_000;
/** An order is answered when it is carried out: a camera and its models may have to be closed and opened, on a busy Pi. */
const ORDER_TIMEOUT_MS = 20_000;
/** Sense answers its orders with what they changed; the console asks for the status afterwards, so any answer will do. */
const anything = z.unknown();

export class Upstream implements Service {
  readonly name = 'upstream';
  readonly #control: SocketClient;
  readonly #link: SocketClient;
  #asking: Promise<StatusResponse> | undefined;

  constructor(runFolder: string) {
    const paths = socketPaths(runFolder);
    this.#control = new SocketClient(paths.control);
    this.#link = new SocketClient(paths.link);
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    await Promise.all([this.#control.close(), this.#link.close()]);
  }

  /** Null for whoever does not answer, or answers what the contract does not know. */
  status(): Promise<StatusResponse> {
    this.#asking ??= this.#askStatus().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askStatus(): Promise<StatusResponse> {
    const ask = { method: 'GET', path: '/v1/status', timeoutMs: STATUS_TIMEOUT_MS } as const;
    const [sense, link] = await Promise.all([
      this.#control.request({ ...ask, response: senseStatusSchema }).catch(() => null),
      this.#link.request({ ...ask, response: linkStatusSchema }).catch(() => null),
    ]);
    return { sense, link };
  }

  async windows(query: Readonly<Record<string, string | number | undefined>>): Promise<WindowsResponse> {
    const given = Object.entries(query).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, String(value)]],
    );
    const path = `/v1/windows?${new URLSearchParams(given).toString()}`;
    return this.#link.request({ method: 'GET', path, response: windowsResponseSchema });
  }

  /** Whatever sense answers by a contract. @throws RoomtoneError as `SocketClient.request` */
  askSense<T>(request: SocketRequest<T>): Promise<T> {
    return this.#control.request(request);
  }

  /** Whatever link answers by a contract. @throws RoomtoneError as `SocketClient.request` */
  askLink<T>(request: SocketRequest<T>): Promise<T> {
    return this.#link.request(request);
  }

  async privacy(): Promise<PrivacySettings> {
    return this.#control.request({ method: 'GET', path: '/v1/privacy', response: privacySettingsSchema });
  }

  async changePrivacy(change: PrivacyChange): Promise<PrivacySettings> {
    return this.#control.request({
      method: 'PUT',
      path: '/v1/privacy',
      body: change,
      response: privacySettingsSchema,
      timeoutMs: ORDER_TIMEOUT_MS,
    });
  }

  async order(
    method: 'POST' | 'PUT',
    path: '/v1/claim' | '/v1/notice' | '/v1/preview' | '/v1/privacy/reset',
    body: unknown,
  ): Promise<void> {
    await this.#control.request({ method, path, body, response: anything, timeoutMs: ORDER_TIMEOUT_MS });
  }
}
