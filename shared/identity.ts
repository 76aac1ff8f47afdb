// Who a device is on the wire: a site and a device name, made once at enrolment.
import { z } from 'zod';

/** A topic level: no `/`, `+`, `#`, nothing that needs escaping anywhere. */
export const topicLevel = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'lower-case letters, digits and dashes, 1 to 32 of them');

export const identitySchema = z.strictObject({
  v: z.literal(1),
  site: topicLevel.describe('Site name, the first level of every topic'),
  device: topicLevel.describe('Device name, random at enrolment, the second level of every topic'),
});
export type Identity = z.infer<typeof identitySchema>;
