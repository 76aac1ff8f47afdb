// What the health page shows beside the status: the models and what was measured of them, what link tells the broker of
// this device, what looks for updates, and the log of each program.
import { consoleLogsQuerySchema } from '../../shared/console-link-api.ts';
import { linkHealthSchema, updateResponseSchema } from '../../shared/link-api.ts';
import { logsResponseSchema } from '../../shared/log-lines.ts';
import { modelsResponseSchema, soundSchema, whyRequestSchema, whyResponseSchema } from '../../shared/sense-api.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

const VIEWER = { role: 'viewer' } as const;

export function addHealthRoutes(app: ConsoleApp, { upstream, logRing }: ConsoleParts): void {
  app.get('/api/models', { schema: { response: { 200: modelsResponseSchema } }, config: VIEWER }, () =>
    upstream.askSense({ method: 'GET', path: '/v1/models', response: modelsResponseSchema }),
  );

  app.get('/api/health', { schema: { response: { 200: linkHealthSchema } }, config: VIEWER }, () =>
    upstream.askLink({ method: 'GET', path: '/v1/health', response: linkHealthSchema }),
  );

  app.get('/api/update', { schema: { response: { 200: updateResponseSchema } }, config: VIEWER }, () =>
    upstream.askLink({ method: 'GET', path: '/v1/update', response: updateResponseSchema }),
  );

  app.get('/api/sound', { schema: { response: { 200: soundSchema } }, config: VIEWER }, () =>
    upstream.askSense({ method: 'GET', path: '/v1/sound', response: soundSchema }),
  );

  /** Changes nothing, and holds no pixel: a grid of numbers for a face that the mosaic shows a box of. */
  const why = { body: whyRequestSchema, response: { 200: whyResponseSchema } };
  app.post('/api/why', { schema: why, config: VIEWER }, ({ body }) =>
    upstream.askSense({ method: 'POST', path: '/v1/why', body, response: whyResponseSchema }),
  );

  const logs = { querystring: consoleLogsQuerySchema, response: { 200: logsResponseSchema } };
  app.get('/api/logs', { schema: logs }, async (request) => {
    const { program, ...query } = request.query;
    if (program === 'console') return logRing.read(query);
    const ask = { method: 'GET', path: `/v1/logs?${wordsOf(query)}`, response: logsResponseSchema } as const;
    return program === 'sense' ? upstream.askSense(ask) : upstream.askLink(ask);
  });
}

const wordsOf = (query: Readonly<Record<string, string | number | undefined>>) =>
  new URLSearchParams(
    Object.entries(query).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  ).toString();
