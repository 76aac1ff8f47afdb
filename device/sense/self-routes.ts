// Further routes of sense/control, for the console's pages: which models there are and how they run, the sound meter,
// and a sentence to try it. Both are told only while the device may be looked into.
import type { FastifyInstance } from 'fastify';
import { RoomtoneError } from '../../shared/errors.ts';
import {
  type ModelReport,
  modelsResponseSchema,
  type SoundReport,
  soundSchema,
  whyRequestSchema,
  whyResponseSchema,
} from '../../shared/sense-api.ts';
import { sentenceSchema } from '../../shared/sentence.ts';
import type { Hearing } from './hearing.ts';
import { modelReports } from './model-report.ts';
import type { Sensing } from './sensing.ts';
import { NOTHING_MEASURED } from './speech/sound-meter.ts';

export interface SelfRoutes {
  readonly sensing: Pick<Sensing, 'models' | 'explain'>;
  readonly hearing: Pick<Hearing, 'models' | 'microphone' | 'measured' | 'trySentence'>;
  /** Whether the preview is on, or the device is being aimed. */
  readonly mayShow: () => boolean;
  readonly manifestFolder: string;
}

export const selfRoutes =
  ({ sensing, hearing, mayShow, manifestFolder }: SelfRoutes) =>
  (app: FastifyInstance): void => {
    app.get('/v1/models', async () => {
      const models: readonly ModelReport[] = await modelReports(manifestFolder, sensing.models(), hearing.models());
      return modelsResponseSchema.parse({ models });
    });

    app.get('/v1/sound', () => {
      const { state, cause } = hearing.microphone();
      const isShown = mayShow();
      const measured = isShown ? hearing.measured() : NOTHING_MEASURED;
      return soundSchema.parse({ isShown, state, cause, ...measured } satisfies SoundReport);
    });

    /** Takes as long as the sentence. Who stops looking meanwhile is told nothing. */
    app.post('/v1/sentence', async () => {
      if (!mayShow()) throw previewOff();
      const sentence = await hearing.trySentence();
      if (!mayShow()) throw previewOff();
      return sentenceSchema.parse(sentence);
    });

    /** One face after another, with a pause: fifty readings of a crop are taken from those of the room. */
    let nextAtMs = 0;
    app.post('/v1/why', async ({ body }) => {
      const at = whyRequestSchema.parse(body);
      if (!mayShow()) throw previewOff();
      if (performance.now() < nextAtMs) throw tooSoon();
      nextAtMs = performance.now() + WHY_PERIOD_MS;
      const explanation = await sensing.explain(at);
      if (explanation === null) throw faceGone();
      return whyResponseSchema.parse(explanation);
    });
  };

const WHY_PERIOD_MS = 2_000;
const previewOff = () => new RoomtoneError('PREVIEW_OFF', 'the preview is off', 'Switch it on first.');
const tooSoon = () => new RoomtoneError('WHY_TOO_SOON', 'another face is being looked at', 'Ask again in two seconds.');
const faceGone = () => new RoomtoneError('FACE_GONE', 'there is no face there now', 'Choose a face that is in view.');
