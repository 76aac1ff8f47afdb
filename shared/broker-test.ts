// The broker test: how far this device gets with a broker, stage by stage, before or after its settings are saved. And
// the credentials of the broker, which can be written and never read back.
import { z } from 'zod';

export const BROKER_STAGES = ['name', 'tcp', 'tls', 'login', 'publish', 'subscribe'] as const;
export type BrokerStage = (typeof BROKER_STAGES)[number];

/** Length of a PEM file with a chain of a few certificates. */
const PEM_MAX = 32 * 1024;
const pem = z.string().min(1).max(PEM_MAX);

/** Absent: as it is saved. Null: none. */
const credentials = {
  user: z.string().min(1).max(256).nullable().optional(),
  password: z.string().min(1).max(1_024).nullable().optional(),
  ca: pem.nullable().optional().describe('PEM of the authority that signed the certificate of the broker'),
  certificate: pem.nullable().optional().describe('PEM of the certificate of this device, with its chain'),
  key: pem.nullable().optional().describe('PEM of its private key'),
};

/** POST /v1/broker/test. One at a time: 409 `BROKER_TEST_BUSY`. */
export const brokerTestRequestSchema = z.strictObject({
  url: z
    .url({ protocol: /^(mqtts?|wss?)$/ })
    .max(300)
    .optional(),
  ...credentials,
  stageTimeoutMs: z.int().min(200).max(10_000).default(5_000).describe('Longest wait of each stage'),
});
export type BrokerTestRequest = z.infer<typeof brokerTestRequestSchema>;

export const brokerStageResultSchema = z.strictObject({
  stage: z.enum(BROKER_STAGES),
  outcome: z.enum(['ok', 'failed', 'skipped']).describe('Skipped: not needed here, or a stage before it failed'),
  ms: z.int().nonnegative().nullable(),
  code: z.string().nullable().describe('Stable code of the failure, upper case; null otherwise'),
  message: z.string().max(400).describe('One plain sentence: what was found'),
  hint: z.string().max(400).describe('What to do about it; empty where nothing is to do'),
});
export type BrokerStageResult = z.infer<typeof brokerStageResultSchema>;

export const brokerTestResponseSchema = z.strictObject({
  url: z.string().describe('Without user and password'),
  ok: z.boolean(),
  protocol: z.enum(['5', '3.1.1']).nullable().describe('What the broker speaks; null when no login came about'),
  stages: z.array(brokerStageResultSchema).length(BROKER_STAGES.length),
});
export type BrokerTestResponse = z.infer<typeof brokerTestResponseSchema>;
/** What a client of the API must be ready to wait: all stages at their longest, and the login in two versions. */
export const BROKER_TEST_TIMEOUT_MS = 75_000;

/** GET /v1/broker/credentials: what is there, never the secret itself. */
export const brokerCredentialsSchema = z.strictObject({
  user: z.string().nullable(),
  password: z.boolean(),
  key: z.boolean(),
  ca: z.strictObject({ subject: z.string(), expiresAt: z.iso.datetime() }).nullable(),
  certificate: z.strictObject({ subject: z.string(), expiresAt: z.iso.datetime() }).nullable(),
  bySystemd: z.array(z.string()).describe('Files that the system gives, and that cannot be changed here'),
});
export type BrokerCredentials = z.infer<typeof brokerCredentialsSchema>;
/** PUT /v1/broker/credentials: 409 `CREDENTIALS_INVALID` for what does not parse or does not belong together. */
export const putBrokerCredentialsSchema = z.strictObject(credentials);
export type PutBrokerCredentials = z.infer<typeof putBrokerCredentialsSchema>;
