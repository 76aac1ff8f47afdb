// The console's door: HTTPS with the device's own certificate, TLS 1.2 and later with authenticated ciphers alone.
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Service } from '../device/runtime/lifecycle.ts';
import { RoomtoneError } from '../shared/errors.ts';
import { type AppOptions, createApp } from './app.ts';
import { fingerprintOf } from './certificate/certificate.ts';
import type { Shown } from './certificate/certificate-store.ts';
import type { ConsoleApp } from './routes/contract.ts';

/** TLS 1.3, then those of 1.2 with forward secrecy and authenticated encryption (RFC 9325, 4.2). */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  // For a certificate that an admin brings.
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');
/** Elliptic curves alone: the finite fields of TLS 1.3 reach down to 112 bits. */
const TLS = { minVersion: 'TLSv1.2', ciphers: CIPHERS, ecdhCurve: 'X25519:P-256:P-384' } as const;
/** Slow strangers may hold hundreds for seconds; an admin still gets in beside them. About 50 kB each. */
const CONNECTIONS_MAX = 512;
/** A handshake and the head of a request take a second on the worst of links. */
const TIMEOUTS = { handshakeTimeout: 5_000, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 } as const;
const CERTIFICATE_CHECK_MS = 6 * 3_600_000;

export interface ServerOptions extends Omit<AppOptions, 'serverFactory' | 'cookieKey'> {
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  readonly readCookieKey: () => Promise<Buffer>;
}

export class ConsoleServer implements Service {
  readonly name = 'console-server';
  readonly #options: ServerOptions;
  #app: ConsoleApp | undefined;
  #server: Server | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** The port that is listened on. */
  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? 0;
  }

  async start(): Promise<void> {
    const { certificates, readCookieKey, log } = this.#options;
    const { pair, source } = await certificates.current();
    log.info({ fingerprint: fingerprintOf(pair), source }, 'certificate');
    certificates.onChange((shown) => this.#show(shown));
    const cookieKey = await readCookieKey();
    this.#app = await createApp({
      ...this.#options,
      cookieKey,
      serverFactory: (handler) => {
        this.#server = createServer({ key: pair.key, cert: pair.certificate, ...TLS, ...TIMEOUTS }, handler);
        this.#server.maxConnections = CONNECTIONS_MAX;
        return this.#server;
      },
    });
    await this.#listen(this.#app);
    this.#timer = setInterval(() => void this.#renew(), CERTIFICATE_CHECK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const app = this.#app;
    this.#app = undefined;
    await app?.close();
  }

  async #listen(app: ConsoleApp): Promise<void> {
    const { host, port } = this.#options;
    try {
      await app.listen({ host, port });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw new RoomtoneError(
        'PORT_IN_USE',
        `port ${port} of ${host} is taken by another program`,
        'End that program, or name another port with --console-port.',
        { cause: error },
      );
    }
  }

  /** New connections get the new certificate; open ones go on. */
  #show({ pair, source }: Shown): void {
    this.#server?.setSecureContext({ key: pair.key, cert: pair.certificate, ...TLS });
    this.#options.log.info({ fingerprint: fingerprintOf(pair), source }, 'certificate replaced');
  }

  async #renew(): Promise<void> {
    await this.#options.certificates
      .current()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'the certificate was not renewed'));
  }
}
