// The newest lines of a program's log, kept in memory, as the console shows them. What the log removes is not in them.
import { z } from 'zod';

/** From the gravest on; asking for one gives it and all before it. */
export const LOG_LINE_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLineLevel = (typeof LOG_LINE_LEVELS)[number];

export const logLineSchema = z.strictObject({
  seq: z.int().nonnegative().describe('Grows by one with each line of this program since its start'),
  at: z.iso.datetime(),
  level: z.enum(LOG_LINE_LEVELS),
  program: z.string(),
  message: z.string(),
  detail: z.string().describe('The other fields, as JSON; empty where there are none'),
});
export type LogLine = z.infer<typeof logLineSchema>;

/**
 * GET /v1/logs?level=…&search=…&limit=…&after=…&waitMs=…: without `after` the newest `limit` lines that fit, with it
 * the oldest ones after that cursor; `waitMs` waits for the first such line. Lines are in the order in which they came.
 */
export const logsQuerySchema = z.strictObject({
  level: z.enum(LOG_LINE_LEVELS).default('info'),
  search: z.string().max(100).default('').describe('Part of message or detail, in any case'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  after: z.coerce.number().int().min(-1).optional(),
  waitMs: z.coerce.number().int().min(0).max(20_000).default(0),
});
export type LogsQuery = z.infer<typeof logsQuerySchema>;

export const logsResponseSchema = z.strictObject({
  lines: z.array(logLineSchema),
  next: z.int().min(-1).describe('Cursor for `after`: give it to the next request to follow the log'),
  missed: z.int().nonnegative().describe('Lines after the cursor that are no longer kept'),
});
export type LogsResponse = z.infer<typeof logsResponseSchema>;
