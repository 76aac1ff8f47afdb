// Contract between console and link for security events: link brings them to the security log of the site.
import { z } from 'zod';

/** POST /v1/security-events of `link/api`: lines of the audit log, oldest first. Sent again, a line is the same event. */
export const securityEventsRequestSchema = z.strictObject({
  events: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .describe('Hash of the line in the chain of the audit log'),
        at: z.iso.datetime(),
        action: z.string().regex(/^[a-z][a-z-]{1,40}$/),
        actor: z.string().max(64).nullable(),
        address: z.string().max(64).nullable(),
        detail: z.string().max(200),
      }),
    )
    .min(1)
    .max(100),
});
export type SecurityEventsRequest = z.infer<typeof securityEventsRequestSchema>;
export type ConsoleEvent = SecurityEventsRequest['events'][number];

/** Accepted means: on link's disk for each security log that is turned on. */
export const securityEventsResponseSchema = z.strictObject({ accepted: z.int().nonnegative() });
