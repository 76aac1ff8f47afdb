// Contract of the console's routes that end at link: configuration, broker and logs. As link's own, without `by`, which
// the console fills in with the account that asks.
import { z } from 'zod';
import {
  configurationResponseSchema,
  configurationSchema,
  importConfigurationSchema,
  patchConfigurationSchema,
  restoreConfigurationSchema,
} from './link-configuration.ts';
import { logsQuerySchema } from './log-lines.ts';

/** GET /api/configuration: what holds, its form, and what each key is as unboxed. */
export const configurationPageSchema = configurationResponseSchema.extend({ defaults: configurationSchema });
export type ConfigurationPage = z.infer<typeof configurationPageSchema>;

/** PATCH /api/configuration. */
export const changeConfigurationRequestSchema = patchConfigurationSchema.omit({ by: true });
/** POST /api/configuration/restore. */
export const restoreConfigurationRequestSchema = restoreConfigurationSchema.omit({ by: true });
/** POST /api/configuration/import. */
export const importConfigurationRequestSchema = importConfigurationSchema.omit({ by: true });

/** GET /api/logs?program=…: of one program at a time. A page asks again and again, so nothing waits here. */
export const LOGGING_PROGRAMS = ['sense', 'link', 'console'] as const;
export type LoggingProgram = (typeof LOGGING_PROGRAMS)[number];
export const consoleLogsQuerySchema = logsQuerySchema
  .omit({ waitMs: true })
  .extend({ program: z.enum(LOGGING_PROGRAMS).default('sense') });
