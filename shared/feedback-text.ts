// Contract of what visitors write at the kiosk: one line beside a tap, for the admin of the device alone.
import { z } from 'zod';
import { FEEDBACK_TEXT_LENGTH_MAX } from './limits.ts';
import { NOTICE_LANGUAGES } from './notice/languages.ts';
import { FEEDBACK_TAPS } from './vocabulary.ts';

export const SENTIMENTS = ['positive', 'neutral', 'negative'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** One line of printable signs. */
export const feedbackText = z
  .string()
  .trim()
  .min(1)
  .max(FEEDBACK_TEXT_LENGTH_MAX)
  .regex(/^\P{C}*$/u, 'one line of text');

export const feedbackTextSchema = z.strictObject({
  id: z.int().positive(),
  hour: z.iso.datetime().describe('UTC, the hour alone: the minute could tell who stood there'),
  feeling: z.enum(FEEDBACK_TAPS),
  language: z.enum(NOTICE_LANGUAGES),
  text: feedbackText,
  sentiment: z.enum(SENTIMENTS).nullable().describe('Null where no lexicon covers the language or the words'),
});
export type FeedbackText = z.infer<typeof feedbackTextSchema>;

/** GET /api/feedback-texts: newest first. */
export const feedbackTextsResponseSchema = z.strictObject({ texts: z.array(feedbackTextSchema) });
/** DELETE /api/feedback-texts/:id */
export const feedbackTextParamsSchema = z.strictObject({ id: z.coerce.number().int().positive() });
