// The operational settings of link, and their shadow at the broker: what is desired and what is reported. Nothing here
// can touch privacy: sense owns that, and no key of it exists here.
import { z } from 'zod';
import { topicLevel } from './identity.ts';
import { DEFAULT_INTEGRATION_SETTINGS, integrationSettingsSchema } from './integration-settings.ts';

export const linkSettingsSchema = z.strictObject({
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).describe('How much link says in its log'),
  healthSeconds: z.int().min(15).max(3_600).describe('Seconds between two health messages'),
  homeAssistant: integrationSettingsSchema.shape.homeAssistant,
});
export type LinkSettings = z.infer<typeof linkSettingsSchema>;

export const DEFAULT_LINK_SETTINGS: LinkSettings = {
  logLevel: 'info',
  healthSeconds: 60,
  homeAssistant: DEFAULT_INTEGRATION_SETTINGS.homeAssistant,
};

/** `config/desired`, retained: applied as a whole when each key is right, else not at all. */
export const desiredSchema = z.strictObject({
  v: z.literal(1),
  revision: z.int().positive().describe('Only a greater revision than the one that holds is looked at'),
  settings: z.record(z.string().max(64), z.json()).describe('The keys to change; the others stay'),
});

export const SETTING_ERRORS = ['UNKNOWN_KEY', 'INVALID_VALUE', 'MALFORMED', 'STATE_UNWRITABLE'] as const;

/** `config/reported`, retained. */
export const reportedSchema = z.strictObject({
  v: z.literal(1),
  device: topicLevel,
  revision: z.int().nonnegative().describe('Revision that holds; 0 before the first'),
  settings: linkSettingsSchema,
  refused: z
    .strictObject({
      revision: z.int().nonnegative(),
      errors: z.array(z.strictObject({ key: z.string().max(64), code: z.enum(SETTING_ERRORS) })).max(20),
    })
    .nullable()
    .describe('The last desired revision that was refused, and why'),
});
export type Reported = z.infer<typeof reportedSchema>;
export type Refused = NonNullable<Reported['refused']>;
