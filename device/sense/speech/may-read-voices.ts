// Whether voices may be read for emotion at all: in a workplace or a school the model is not even opened.
import type { Context } from '../../../shared/vocabulary.ts';
import { tasksFor } from '../privacy/terms.ts';

/** `context` null: before the claim. */
export const mayReadVoices = (context: Context | null): boolean =>
  context !== null && tasksFor(context, { voice: true, gender: false }).includes('speech-emotion');
