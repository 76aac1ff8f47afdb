// Aiming: for five minutes whoever mounts the camera sees its whole picture, with a box around each face that is found.
// Meanwhile nothing is counted. What the console asks of sense for it, and what sense shows.
import { z } from 'zod';

/** Why somebody looks at the whole picture: a sentence, kept in the audit log. */
export const aimingReasonSchema = z
  .string()
  .trim()
  .min(10)
  .max(160)
  .regex(/^\P{C}*$/u, 'one line of text');

/** POST /v1/aiming on sense/control; null is enough while the room is being set up. DELETE /v1/aiming ends it. */
export const aimingRequestSchema = z.strictObject({ reason: aimingReasonSchema.nullable() });

/**
 * `set-up`: the notice was never confirmed, so the room has never been sensed. `with-reason`: later, and then the console
 * asks for the password too. `no`: a replayed clip has no camera to aim; people at work or at school are not looked at.
 */
export const AIMING_PERMISSIONS = ['set-up', 'with-reason', 'no'] as const;
export type AimingPermission = (typeof AIMING_PERMISSIONS)[number];

/** Part of sense's status. */
export const aimingStatusSchema = z.strictObject({
  permission: z.enum(AIMING_PERMISSIONS),
  endsInSeconds: z.number().nonnegative().nullable().describe('Null while the camera is not being aimed'),
});
export type AimingStatus = z.infer<typeof aimingStatusSchema>;

/** One text message of /v1/aiming on sense/preview; the binary message that follows is the whole picture as JPEG. */
export const aimingOverlaySchema = z.strictObject({
  v: z.literal(1),
  widthPx: z.int().positive().describe('Of the camera; the JPEG may be smaller'),
  heightPx: z.int().positive(),
  endsInSeconds: z.number().nonnegative(),
  facesSeen: z.int().nonnegative(),
  smallestPx: z.int().nonnegative().nullable().describe('Shorter side of the smallest face, pixels of the camera'),
  faces: z
    .array(z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }))
    .max(50)
    .describe('Fractions 0..1 of the picture'),
});
export type AimingOverlay = z.infer<typeof aimingOverlaySchema>;
