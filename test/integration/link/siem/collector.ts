// An HTTP Event Collector over HTTPS as Splunk documents it: a token, one JSON object behind the other, answers by code.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { Issued } from '../certificates.ts';
import { freePort } from '../mosquitto.ts';

export interface CollectorAnswer {
  readonly status: number;
  readonly code: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Collector {
  readonly #issued: Issued;
  readonly #token: string;
  #server: Server | undefined;
  port = 0;
  /** What it answers next, one after the other; then it judges by itself. */
  readonly script: CollectorAnswer[] = [];
  /** Each event that it has taken, in order. */
  readonly events: { readonly host: string; readonly time?: number; readonly event: Record<string, unknown> }[] = [];
  readonly statuses: number[] = [];

  constructor(issued: Issued, token: string) {
    this.#issued = issued;
    this.#token = token;
  }

  async start(): Promise<void> {
    this.port = await freePort();
    const [cert, key] = await Promise.all([readFile(this.#issued.certificate), readFile(this.#issued.key)]);
    const server = createServer({ cert, key }, (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const answer = this.script.shift() ?? this.#judge(request.url ?? '', request.headers.authorization, body);
        this.statuses.push(answer.status);
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(JSON.stringify({ text: 'answer', code: answer.code }));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  #judge(url: string, authorization: string | undefined, body: string): CollectorAnswer {
    if (url !== '/services/collector/event') return { status: 404, code: 404 };
    if (authorization !== `Splunk ${this.#token}`) return { status: 403, code: 4 };
    const events = body.split('\n').map((line) => JSON.parse(line) as Collector['events'][number]);
    if (events.some(({ event }) => event['code'] === 'never-taken')) return { status: 400, code: 6 };
    this.events.push(...events);
    return { status: 200, code: 0 };
  }
}
