// The built pages and `security.txt`. Nothing here tells a version, a serial or a model.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { z } from 'zod';
import type { Clock } from '../../device/runtime/clock.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import type { ConsoleApp } from './contract.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

export async function addPageRoutes(app: ConsoleApp, webFolder: string, clock: Clock): Promise<void> {
  refuseUnbuilt(webFolder);
  await app.register(fastifyStatic, {
    root: join(webFolder, 'assets'),
    serve: false,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    lastModified: false,
    etag: false,
    preCompressed: true,
  });
  const schema = { params: z.strictObject({ '*': z.string().max(128) }) };
  app.get('/assets/*', { schema, config: { answers: 'file' } }, (request, reply) =>
    reply.sendFile(request.params['*']),
  );
  app.get('/', { config: { answers: 'file' } }, (_request, reply) => reply.sendFile('index.html', webFolder));
  app.get('/.well-known/security.txt', { schema: { response: { 200: z.string() } } }, async (request, reply) => {
    reply.type('text/plain; charset=utf-8');
    return securityText(request.headers.host ?? 'localhost', clock.wallMs());
  });
}

/** RFC 9116. `Expires` is required, and less than a year ahead is recommended. */
function securityText(host: string, nowMs: number): string {
  const expires = new Date(nowMs + YEAR_MS / 2).toISOString();
  return `Contact: https://${host}/#/about\nExpires: ${expires}\nPreferred-Languages: en\n`;
}

function refuseUnbuilt(webFolder: string): void {
  if (existsSync(join(webFolder, 'index.html'))) return;
  throw new RoomtoneError('PAGES_MISSING', `${webFolder} holds no pages`, 'Build them: npm run build:web.');
}
