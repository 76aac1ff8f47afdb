// Syslog over TLS (RFC 5425), which has no acknowledgement: a server that dies takes with it what it had not read yet.
// So each batch has a connection of its own, and counts as taken when the server, having read our close_notify, ends the
// connection in order (RFC 5425, 4.4: it must answer it). An end before that, or an error at any time, means: again.
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { messageOf } from '../../../shared/errors.ts';
import type { IntegrationSettings } from '../../../shared/integration-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CredentialFiles } from '../credential-files.ts';
import { isCertificateError } from './certificate-error.ts';
import type { SecurityEvent } from './security-event.ts';
import { later, type Outcome, type Sink, waitsForPerson } from './sink.ts';
import { syslogFrame } from './syslog-message.ts';

/** In TLS 1.3 a client is connected before the server has judged its certificate: time for it to say no. */
const SETTLE_MS = 500;
const TIMEOUT_MS = 15_000;

export interface SyslogSinkOptions {
  readonly settings: () => Pick<IntegrationSettings, 'syslogHost' | 'syslogPort'>;
  /** `ca.pem`, `certificate.pem` and `key.pem`. */
  readonly credentials: CredentialFiles;
  readonly clock: Clock;
}

export class SyslogSink implements Sink {
  readonly name = 'syslog';
  readonly #options: SyslogSinkOptions;

  constructor(options: SyslogSinkOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#options.settings().syslogHost !== null;
  }

  async send(events: readonly SecurityEvent[], signal: AbortSignal): Promise<Outcome> {
    let socket: TLSSocket | undefined;
    try {
      socket = await this.#open();
      return await this.#sendOver(socket, Buffer.concat(events.map(syslogFrame)), signal);
    } catch (error) {
      return isCertificateError(error) ? waitsForPerson(messageOf(error)) : later(messageOf(error));
    } finally {
      socket?.destroy();
    }
  }

  async #open(): Promise<TLSSocket> {
    const { settings, credentials } = this.#options;
    const { syslogHost, syslogPort } = settings();
    if (syslogHost === null) throw new Error('syslog is turned off');
    const [ca, cert, key] = await Promise.all([
      credentials.read('ca.pem'),
      credentials.read('certificate.pem'),
      credentials.readSecret('key.pem'),
    ]);
    return connect({
      host: syslogHost,
      port: syslogPort,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(isIP(syslogHost) === 0 ? { servername: syslogHost } : {}),
      ...(ca === null ? {} : { ca }),
      ...(cert === null ? {} : { cert }),
      ...(key === null ? {} : { key }),
    });
  }

  async #sendOver(socket: TLSSocket, bytes: Buffer, signal: AbortSignal): Promise<Outcome> {
    const over = new AbortController();
    const timers = AbortSignal.any([signal, over.signal]);
    const closing = closeOf(socket);
    const late = this.#options.clock.sleep(TIMEOUT_MS, timers).then(
      () => later('no answer in time'),
      () => later('stopped'),
    );
    try {
      return await Promise.race([this.#exchange(socket, closing, bytes, timers), late]);
    } finally {
      over.abort();
    }
  }

  async #exchange(socket: TLSSocket, closing: Closing, bytes: Buffer, timers: AbortSignal): Promise<Outcome> {
    await Promise.race([closing.secured, closing.closed]);
    await Promise.race([this.#options.clock.sleep(SETTLE_MS, timers), closing.closed]);
    if (closing.isOver()) return later('the server ended the connection before it was told anything');
    socket.end(bytes);
    await closing.closed;
    return { kind: 'taken' };
  }
}

interface Closing {
  readonly secured: Promise<void>;
  /** Resolves when the other side has ended in order and nothing went wrong until the socket was closed. */
  readonly closed: Promise<void>;
  readonly isOver: () => boolean;
}

function closeOf(socket: TLSSocket): Closing {
  let isOver = false;
  const secured = new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
  const closed = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('end', () => {
      isOver = true;
    });
    socket.once('close', () => {
      if (isOver) resolve();
      else reject(new Error('the server broke the connection'));
      isOver = true;
    });
  });
  // Whoever waits for it first sees the error; nobody need be waiting yet.
  closed.catch(() => {});
  socket.resume();
  return { secured, closed, isOver: () => isOver };
}
