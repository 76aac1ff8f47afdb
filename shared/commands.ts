// What a fleet manager may ask of a device over MQTT: a short list. None opens the preview, none touches privacy.
import { z } from 'zod';

export const COMMANDS = [
  'rebirth',
  'identify',
  'config.get',
  'update.check',
  'update.pause',
  'restart',
  'log.level',
  'doctor',
] as const;
export type CommandName = (typeof COMMANDS)[number];

/** Longest request; all of them are small. */
export const COMMAND_BYTES = 8_192;

/** `cmd/<name>/req`. The same `id` is never executed twice: it gets the reply that it got before. */
export const commandRequestSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  args: z.record(z.string(), z.json()).default({}),
});
export type CommandRequest = z.infer<typeof commandRequestSchema>;

/** Why a command was not executed. */
export const COMMAND_REFUSALS = [
  'UNKNOWN_COMMAND',
  'MALFORMED',
  'OVERSIZED',
  'RETAINED',
  'CLOCK_UNKNOWN',
  'EXPIRED',
  'NOT_YET_VALID',
  'LIFETIME_TOO_LONG',
  'ID_REUSED',
  'RATE_LIMITED',
  'BUSY',
  'ARGUMENTS_INVALID',
  'NOT_AVAILABLE',
  'FAILED',
] as const;
export type CommandRefusal = (typeof COMMAND_REFUSALS)[number];

/** `cmd/<name>/res`. */
export const commandResponseSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().nullable().describe('Null when the request had none that could be read'),
  ok: z.boolean(),
  code: z.enum(COMMAND_REFUSALS).nullable(),
  result: z.json(),
});
export type CommandResponse = z.infer<typeof commandResponseSchema>;
