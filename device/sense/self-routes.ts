// Further routes of sense/control, for the console's pages: which models there are and how they run, and the sound meter.
// Levels are told only while the device may be looked into.
import type { FastifyInstance } from 'fastify';
import { type ModelReport, modelsResponseSchema, type SoundReport, soundSchema } from '../../shared/sense-api.ts';
import type { Hearing } from './hearing.ts';
import { modelReports } from './model-report.ts';
import type { Sensing } from './sensing.ts';
import { NOTHING_MEASURED } from './speech/sound-meter.ts';

export interface SelfRoutes {
  readonly sensing: Pick<Sensing, 'models'>;
  readonly hearing: Pick<Hearing, 'models' | 'microphone' | 'measured'>;
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
  };
