// Testing the broker, and exchanging what this device shows to it.
import type { FastifyInstance } from 'fastify';
import {
  brokerCredentialsSchema,
  brokerTestRequestSchema,
  brokerTestResponseSchema,
  putBrokerCredentialsSchema,
} from '../../../shared/broker-test.ts';
import type { BrokerTest } from '../broker-test/broker-test.ts';
import type { Credentials } from '../mqtt/credentials.ts';

export interface BrokerRoutesOptions {
  readonly test: BrokerTest;
  readonly credentials: Credentials;
  /** Called when they were exchanged. */
  readonly onCredentials: () => void;
}

export function addBrokerRoutes(app: FastifyInstance, { test, credentials, onCredentials }: BrokerRoutesOptions): void {
  app.post('/v1/broker/test', async (request) =>
    brokerTestResponseSchema.parse(await test.run(brokerTestRequestSchema.parse(request.body))),
  );

  app.get('/v1/broker/credentials', async () => brokerCredentialsSchema.parse(await credentials.describe()));

  app.put('/v1/broker/credentials', async (request) => {
    await credentials.replace(putBrokerCredentialsSchema.parse(request.body));
    onCredentials();
    return brokerCredentialsSchema.parse(await credentials.describe());
  });
}
