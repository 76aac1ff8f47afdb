// What is made of a sentence that somebody says to try the microphone: its utterances, how they sound, and why not. It is
// told to who asked, and kept nowhere.
import { z } from 'zod';
import { EMOTIONS, MOODS } from './vocabulary.ts';

/** What became of an utterance: it was read, nothing stood out in it, or why it was not read. */
export const SENTENCE_VERDICTS = ['read', 'unclear', 'noisy', 'clipped', 'toneless', 'no-model'] as const;
export type SentenceVerdict = (typeof SENTENCE_VERDICTS)[number];

const share = z.number().min(0).max(1);

export const sentenceUtteranceSchema = z.strictObject({
  beginsSeconds: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  loudnessDb: z.number().describe('Below full scale'),
  signalToNoiseDb: z.number().describe('Above the noise of the room'),
  clipped: share.describe('Part of the samples at full scale'),
  mood: z.enum(MOODS).describe('What it would count as'),
  probabilities: z.record(z.enum(EMOTIONS), share).nullable().describe('Null where it was not read'),
  verdict: z.enum(SENTENCE_VERDICTS),
  neededDb: z.number().describe('So far above the noise it must be to be read'),
  why: z.string().describe('Why it counts as that, in a sentence'),
});
export type SentenceUtterance = z.infer<typeof sentenceUtteranceSchema>;

/** POST /v1/sentence on sense/control, and POST /api/sentence: after `SENTENCE_SECONDS` of listening. */
export const sentenceSchema = z.strictObject({
  seconds: z.number().nonnegative(),
  model: z.string().nullable().describe('Digest of the model that read it; null without one'),
  utterances: z.array(sentenceUtteranceSchema),
});
export type Sentence = z.infer<typeof sentenceSchema>;
