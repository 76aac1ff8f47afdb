// The operational configuration of link as an admin edits it at the console: every key with its meaning, and the
// requests of `link/api` that read and change it. No secret is a key, and none touches privacy.
import { z } from 'zod';
import { DEFAULT_INTEGRATION_SETTINGS, integrationSettingsSchema } from './integration-settings.ts';
import { linkSettingsSchema } from './link-settings.ts';
import { CLOCK_STATES } from './vocabulary.ts';

/** Version of what stands in the file and in an export. Whoever adds a key raises it and writes a migration. */
export const CONFIGURATION_VERSION = 3;

/** What a form needs beside the schema itself; it stands in the JSON Schema of each key. */
export interface KeyMeta {
  readonly title: string;
  readonly description: string;
  /** It takes effect when link starts the next time. */
  readonly restart: boolean;
  /** A fleet manager may desire it over MQTT too. */
  readonly remote: boolean;
}

const key = (meta: KeyMeta) => ({ ...meta });

const brokerUrlSchema = z
  .url({ protocol: /^(mqtts?|wss?)$/, error: 'an address that begins with mqtt://, mqtts://, ws:// or wss://' })
  .max(300)
  .refine((text) => !holdsSecret(text), 'no user and password in the address: they are kept apart from it');

/** Their secrets are files: a remote hand that could name a host must not be able to name a file, nor be sent a token. */
const integration = integrationSettingsSchema.shape;

export const configurationSchema = z.strictObject({
  brokerUrl: brokerUrlSchema.nullable().meta(
    key({
      title: 'Broker',
      description: 'Address of the MQTT broker; empty: the one that Roomtone was started with',
      restart: false,
      remote: false,
    }),
  ),
  keepAliveSeconds: z
    .int()
    .min(10)
    .max(600)
    .meta(
      key({
        title: 'Keep alive',
        description: 'Seconds without traffic after which the connection is probed; more of them spare a metered line',
        restart: false,
        remote: false,
      }),
    ),
  publicationSpreadSeconds: z
    .int()
    .min(0)
    .max(60)
    .meta(
      key({
        title: 'Spread of publications',
        description: 'Each device waits a stable part of these seconds before it publishes a window; 0: at once',
        restart: true,
        remote: false,
      }),
    ),
  healthSeconds: linkSettingsSchema.shape.healthSeconds.meta(
    key({ title: 'Health', description: 'Seconds between two health messages', restart: false, remote: true }),
  ),
  logLevel: linkSettingsSchema.shape.logLevel.meta(
    key({ title: 'Log', description: 'How much link says in its log', restart: false, remote: true }),
  ),
  homeAssistant: integration.homeAssistant.meta(
    key({
      title: 'Home Assistant',
      description: 'Announces this device by MQTT discovery, with what the room releases and how the device is',
      restart: false,
      remote: true,
    }),
  ),
  metrics: integration.metrics.meta(
    key({
      title: 'Prometheus metrics',
      description: 'off; socket: a Unix socket for its group; tls: a port for clients with a certificate',
      restart: false,
      remote: false,
    }),
  ),
  metricsAddress: integration.metricsAddress.meta(
    key({
      title: 'Address of the metrics',
      description: 'Which of its addresses the device offers the port on; 0.0.0.0: each',
      restart: false,
      remote: false,
    }),
  ),
  metricsPort: integration.metricsPort.meta(
    key({ title: 'Port of the metrics', description: 'TCP port, 1024 or above', restart: false, remote: false }),
  ),
  syslogHost: integration.syslogHost.meta(
    key({
      title: 'Syslog server',
      description: 'Host that takes security events as syslog over TLS; empty: none',
      restart: false,
      remote: false,
    }),
  ),
  syslogPort: integration.syslogPort.meta(
    key({ title: 'Port of the syslog server', description: 'TCP port', restart: false, remote: false }),
  ),
  splunkUrl: integration.splunkUrl.meta(
    key({
      title: 'Splunk collector',
      description: 'https:// address of the HTTP Event Collector that takes security events; empty: none',
      restart: false,
      remote: false,
    }),
  ),
});
export type Configuration = z.infer<typeof configurationSchema>;
export type ConfigurationKey = keyof Configuration;

export const CONFIGURATION_KEYS = Object.keys(configurationSchema.shape) as readonly ConfigurationKey[];

export const DEFAULT_CONFIGURATION: Configuration = {
  brokerUrl: null,
  keepAliveSeconds: 30,
  publicationSpreadSeconds: 60,
  healthSeconds: 60,
  logLevel: 'info',
  ...DEFAULT_INTEGRATION_SETTINGS,
};

export function metaOf(name: ConfigurationKey): KeyMeta {
  return configurationSchema.shape[name].meta() as unknown as KeyMeta;
}

/** Why a value is refused, by key. */
export const configurationErrorSchema = z.strictObject({
  key: z.string().max(64),
  code: z.enum(['UNKNOWN_KEY', 'MISSING_KEY', 'INVALID_VALUE']),
  message: z.string().max(300).describe('What is expected'),
});
export type ConfigurationError = z.infer<typeof configurationErrorSchema>;

/** Who acts: the name of the account at the console. */
const actor = z.string().min(1).max(64);
const revision = z.int().nonnegative().describe('The revision that the editor saw; another one now is a conflict');
const settings = z.record(z.string().max(64), z.json());

/** GET /v1/configuration. */
export const configurationResponseSchema = z.strictObject({
  revision: z.int().nonnegative(),
  settings: configurationSchema,
  schema: z.json().describe('JSON Schema of the settings: each key with title, description, restart and remote'),
  needsRestart: z.array(z.string()).describe('Keys that hold another value since link started'),
  problem: z
    .strictObject({ code: z.string(), message: z.string(), hint: z.string() })
    .nullable()
    .describe('Why the configuration is not on the disk, and what to do'),
});
export type ConfigurationResponse = z.infer<typeof configurationResponseSchema>;

/** PUT /v1/configuration: all keys. 409 `CONFIGURATION_CONFLICT` where `revision` is not the one that holds. */
export const putConfigurationSchema = z.strictObject({ revision, by: actor, settings });
/** PATCH /v1/configuration: some keys. */
export const patchConfigurationSchema = putConfigurationSchema;
/** POST /v1/configuration/restore: as it was when revision `to` held. 409 `REVISION_UNKNOWN` where it is forgotten. */
export const restoreConfigurationSchema = z.strictObject({ revision, by: actor, to: z.int().nonnegative() });

/** GET /v1/configuration/export: a file to keep or to carry to another device. It holds no secret. */
export const configurationFileSchema = z.strictObject({
  format: z.literal('roomtone-configuration'),
  v: z.int().positive(),
  exportedAt: z.iso.datetime(),
  settings,
});
export type ConfigurationFile = z.infer<typeof configurationFileSchema>;
/** POST /v1/configuration/import. An older file is migrated; 409 `CONFIGURATION_VERSION_NEW` for a newer one. */
export const importConfigurationSchema = z.strictObject({ revision, by: actor, file: configurationFileSchema });

/** The answer to every change: done as a whole, or not at all. */
export const configurationOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('applied'), configuration: configurationResponseSchema }),
  z.strictObject({ outcome: z.literal('refused'), errors: z.array(configurationErrorSchema).max(50) }),
]);
export type ConfigurationOutcome = z.infer<typeof configurationOutcomeSchema>;

/** Revisions that are remembered. */
export const HISTORY_MAX = 50;

export const configurationRevisionSchema = z.strictObject({
  revision: z.int().positive(),
  at: z.iso.datetime(),
  clock: z.enum(CLOCK_STATES).describe('How far that time can be trusted'),
  act: z.enum(['change', 'restore', 'import', 'desired']).describe('`desired`: a fleet manager, over MQTT'),
  by: z.string().max(64).nullable().describe('Account at the console; null for a fleet manager'),
  changes: z.array(z.strictObject({ key: z.string().max(64), from: z.json(), to: z.json() })),
});
export type ConfigurationRevision = z.infer<typeof configurationRevisionSchema>;
/** GET /v1/configuration/history: newest first. */
export const configurationHistorySchema = z.strictObject({ revisions: z.array(configurationRevisionSchema) });

function holdsSecret(text: string): boolean {
  try {
    const { username, password } = new URL(text);
    return username !== '' || password !== '';
  } catch {
    return false;
  }
}
