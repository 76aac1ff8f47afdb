// The cameras and microphones of the device, and which of them is used.
import { DONE, doneSchema } from '../../shared/console-api.ts';
import { chooseSourceSchema, sourcesResponseSchema } from '../../shared/source-list.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

/** Tools of four kinds of cameras are asked, one after the other. */
const LOOK_MS = 20_000;

export function addSourceRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { upstream } = parts;
  app.get('/api/sources', { schema: { response: { 200: sourcesResponseSchema } } }, () =>
    upstream.askSense({ method: 'GET', path: '/v1/sources', timeoutMs: LOOK_MS, response: sourcesResponseSchema }),
  );

  const choosing = { body: chooseSourceSchema, response: { 200: doneSchema } };
  app.put('/api/sources', { schema: choosing }, async (request) => {
    const { body } = request;
    const ask = { method: 'PUT', path: '/v1/sources', timeoutMs: LOOK_MS } as const;
    await upstream.askSense({ ...ask, body, response: doneSchema });
    await audit(parts, request, 'source-chosen', `${body.kind} ${body.source}`.slice(0, 200));
    return DONE;
  });
}
