// The broker: how far this device gets with it, and the credentials for it, which can be written and never read back.
import {
  BROKER_TEST_TIMEOUT_MS,
  brokerCredentialsSchema,
  brokerTestRequestSchema,
  brokerTestResponseSchema,
  putBrokerCredentialsSchema,
} from '../../shared/broker-test.ts';
import { audit } from '../audit/request-audit.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleApp } from './contract.ts';

const CREDENTIALS = '/v1/broker/credentials';

export function addBrokerRoutes(app: ConsoleApp, parts: ConsoleParts): void {
  const { upstream } = parts;
  const test = { body: brokerTestRequestSchema, response: { 200: brokerTestResponseSchema } };
  app.post('/api/broker/test', { schema: test }, ({ body }) => {
    const ask = { method: 'POST', path: '/v1/broker/test', timeoutMs: BROKER_TEST_TIMEOUT_MS } as const;
    return upstream.askLink({ ...ask, body, response: brokerTestResponseSchema });
  });

  app.get('/api/broker/credentials', { schema: { response: { 200: brokerCredentialsSchema } } }, () =>
    upstream.askLink({ method: 'GET', path: CREDENTIALS, response: brokerCredentialsSchema }),
  );

  const writing = { body: putBrokerCredentialsSchema, response: { 200: brokerCredentialsSchema } };
  app.put('/api/broker/credentials', { schema: writing }, async (request) => {
    const { body } = request;
    const held = await upstream.askLink({ method: 'PUT', path: CREDENTIALS, body, response: brokerCredentialsSchema });
    await audit(parts, request, 'broker-credentials-changed', Object.keys(body).join(' '));
    return held;
  });
}
