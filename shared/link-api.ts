// Contract of link's local API (`link/api`), which the console and the development supervisor read.
import { z } from 'zod';
import { senseHealthSchema } from './messages.ts';
import { STREAMS, SUPPRESSION_REASONS } from './vocabulary.ts';
import { windowSchema } from './window.ts';

const count = z.int().nonnegative();

/** GET /v1/status. */
export const linkStatusSchema = z.strictObject({
  broker: z.strictObject({
    url: z.string().describe('Without user and password'),
    connected: z.boolean(),
    protocol: z.enum(['5', '3.1.1']),
    reason: z.string().nullable().describe('Why it is not connected, in words'),
  }),
  outbox: z.strictObject({ depth: count, bytes: count, oldestSeconds: count, dropped: z.record(z.string(), count) }),
  windows: z.strictObject({
    published: count.describe('Windows with counts that the broker acknowledged since link started'),
    suppressed: count.describe('Windows without counts that the broker acknowledged since link started'),
    lastReason: z.enum(SUPPRESSION_REASONS).nullable(),
  }),
  sense: senseHealthSchema.nullable(),
});
export type LinkStatus = z.infer<typeof linkStatusSchema>;

/** GET /v1/windows?stream=…&limit=…&before=…: newest first, out of the ring of released windows. */
export const windowsQuerySchema = z.strictObject({
  stream: z.enum(STREAMS).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const windowsResponseSchema = z.strictObject({ windows: z.array(windowSchema) });
export type WindowsResponse = z.infer<typeof windowsResponseSchema>;
