// Where Prometheus reads the metrics: nowhere, on a Unix socket for its group, or on a port for clients whose
// certificate our authority has signed. Invariant: there is no plain TCP, and no port without a certificate.
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import type { IntegrationSettings } from '../../../shared/integration-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import { SocketServer } from '../../runtime/socket-server.ts';
import { Bell } from '../bell.ts';
import type { CredentialFiles } from '../credential-files.ts';
import type { RenderedMetrics } from './render-metrics.ts';

/** How often the settings and the files are looked at when nobody rings. */
const PERIOD_MS = 10_000;
const FILES = ['ca.pem', 'certificate.pem', 'key.pem'] as const;
/** TLS 1.2 with forward secrecy and authenticated encryption only; those of 1.3 are all of that kind. */
const CIPHERS = 'ECDHE+AESGCM:ECDHE+CHACHA20';
const REQUEST_TIMEOUT_MS = 10_000;

export interface MetricsServerOptions {
  readonly settings: () => IntegrationSettings;
  /** `ca.pem` signs the clients; `certificate.pem` and `key.pem` are ours. */
  readonly credentials: CredentialFiles;
  readonly socketPath: string;
  readonly read: () => Promise<RenderedMetrics>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when it cannot listen, with why. */
  readonly onTrouble: (reason: string) => void;
}

interface Listener {
  readonly stop: () => Promise<void>;
}

export class MetricsServer implements Service {
  readonly name = 'metrics';
  readonly #options: MetricsServerOptions;
  readonly #ending = new AbortController();
  readonly #bell = new Bell();
  #running: Promise<void> = Promise.resolve();
  #listener: Listener | null = null;
  /** What it listens for now. */
  #held = '';
  #trouble: string | null = null;

  constructor(options: MetricsServerOptions) {
    this.#options = options;
  }

  /** Never fails: metrics that nobody can read are no reason to stop sensing. */
  async start(): Promise<void> {
    await this.#reconcile();
    this.#running = this.#run(this.#ending.signal);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
    await this.#close();
  }

  settingsChanged(): void {
    this.#bell.ring();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#bell.wait(this.#options.clock, PERIOD_MS, signal);
      if (!signal.aborted) await this.#reconcile();
    }
  }

  /** Listens as the settings and the files say; what failed is tried again when they change, and each period. */
  async #reconcile(): Promise<void> {
    const { settings, credentials, log, onTrouble } = this.#options;
    const { metrics, metricsAddress, metricsPort } = settings();
    const fingerprint = metrics === 'tls' ? await credentials.fingerprint(FILES) : '';
    const wanted = JSON.stringify([metrics, metricsAddress, metricsPort, fingerprint]);
    if (wanted === this.#held) return;
    await this.#close();
    try {
      this.#listener = await this.#listen(settings());
      this.#held = wanted;
      this.#trouble = null;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== this.#trouble) log.warn({ reason }, 'the metrics cannot be served');
      this.#trouble = reason;
      onTrouble(reason);
    }
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    this.#held = '';
    await listener?.stop();
  }

  async #listen({ metrics, metricsAddress, metricsPort }: IntegrationSettings): Promise<Listener | null> {
    switch (metrics) {
      case 'off':
        return null;
      case 'socket':
        return this.#listenOnSocket();
      case 'tls':
        return this.#listenOnPort(metricsAddress, metricsPort);
      default:
        return metrics satisfies never;
    }
  }

  async #listenOnSocket(): Promise<Listener> {
    const { socketPath, log } = this.#options;
    const server = new SocketServer({
      name: 'metrics socket',
      socketPath,
      access: 'group',
      log,
      routes: (app) => this.#addRoute(app),
    });
    await server.start();
    return server;
  }

  async #listenOnPort(host: string, port: number): Promise<Listener> {
    const { ca, cert, key } = await this.#readCredentials();
    const app = Fastify({
      https: { ca, cert, key, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2', ciphers: CIPHERS },
      requestTimeout: REQUEST_TIMEOUT_MS,
      forceCloseConnections: true,
    });
    this.#addRoute(app as unknown as FastifyInstance);
    await app.listen({ host, port });
    return { stop: () => app.close() };
  }

  async #readCredentials() {
    const { credentials } = this.#options;
    const ca = await credentials.read('ca.pem');
    const cert = await credentials.read('certificate.pem');
    const key = await credentials.readSecret('key.pem');
    if (ca !== null && cert !== null && key !== null) return { ca, cert, key };
    const hint = 'Put ca.pem, certificate.pem and key.pem where link looks for those of its metrics.';
    throw new RoomtoneError('CREDENTIALS_MISSING', 'the metrics have no certificate', hint);
  }

  #addRoute(app: FastifyInstance): void {
    app.get('/metrics', async (_request, reply) => {
      const { contentType, text } = await this.#options.read();
      return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
    });
  }
}
