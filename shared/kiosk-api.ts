// Contract of the kiosk's routes, for loopback and allowed addresses alone: what is on and off, and one tap.
import { z } from 'zod';
import { feedbackText } from './feedback-text.ts';
import { NOTICE_STATES } from './notice/configuration.ts';
import { NOTICE_LANGUAGES } from './notice/languages.ts';
import { FEEDBACK_TAPS, STREAMS } from './vocabulary.ts';

/** GET /api/kiosk */
export const kioskStateSchema = z.strictObject({
  state: z.enum(NOTICE_STATES),
  on: z.array(z.enum(STREAMS)).describe('Histograms that are counted while the room is sensed'),
  aimingEndsInSeconds: z
    .number()
    .nonnegative()
    .nullable()
    .describe('The whole picture is shown to an installer until then'),
  edition: z.string().nullable().describe('Of the notice; null before set-up'),
});
export type KioskState = z.infer<typeof kioskStateSchema>;

/** POST /api/kiosk/feedback. `text` never goes to sense: it is the console's to keep. */
export const tapRequestSchema = z.strictObject({
  feeling: z.enum(FEEDBACK_TAPS),
  text: feedbackText.optional(),
  language: z.enum(NOTICE_LANGUAGES).optional().describe('In which the kiosk was read'),
});
export type TapRequest = z.infer<typeof tapRequestSchema>;

/** `counted` is false while taps are off, nothing is sensed, or one was counted a moment ago. */
export const tapResponseSchema = z.strictObject({ counted: z.boolean(), textKept: z.boolean() });
export type TapResponse = z.infer<typeof tapResponseSchema>;
