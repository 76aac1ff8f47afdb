// Contract of link's local API (`link/api`), which the console and the development supervisor read.
import { z } from 'zod';
import { birthSchema, healthSchema, senseHealthSchema } from './messages.ts';
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

/**
 * GET /v1/windows?stream=…&from=…&to=…&before=…&limit=…: newest first, out of the ring of released windows. `from` and
 * `to` bound the starts of the windows (closed-open); `before` is the `next` of the page before.
 */
export const windowsQuerySchema = z.strictObject({
  stream: z.enum(STREAMS).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type WindowsQuery = z.infer<typeof windowsQuerySchema>;
export const windowsResponseSchema = z.strictObject({
  windows: z.array(windowSchema),
  next: z.string().nullable().default(null).describe('Cursor for `before`; null when there are no older windows'),
});
export type WindowsResponse = z.infer<typeof windowsResponseSchema>;

/** GET /v1/health: the health message as the broker gets it. */
export const linkHealthSchema = healthSchema;

/** GET /v1/update. This build has no updater: it says what runs, and that nothing looks for more. */
export const updateResponseSchema = z.strictObject({
  state: z.literal('not-set-up'),
  software: birthSchema.shape.software,
});
export type UpdateResponse = z.infer<typeof updateResponseSchema>;
