// The routes of sense/control, which is the console's alone: status, claim, notice, preview, aiming. Privacy is set here
// and nowhere else.
import type { FastifyInstance } from 'fastify';
import { aimingRequestSchema } from '../../shared/aiming.ts';
import {
  claimRequestSchema,
  noticeRequestSchema,
  previewRequestSchema,
  type SenseStatus,
  senseStatusSchema,
} from '../../shared/sense-api.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Aiming } from './aiming/aiming.ts';
import type { SettingsStore } from './privacy/settings-store.ts';

export interface ControlRoutes {
  readonly settings: Pick<SettingsStore, 'claim' | 'confirmNotice' | 'change'>;
  readonly aiming: Pick<Aiming, 'begin' | 'end'>;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly status: () => SenseStatus;
  /** Brings camera, models and preview in line with the settings. */
  readonly apply: () => Promise<void>;
}

/** Each change answers with the status that it led to. */
export const controlRoutes =
  ({ settings, aiming, clock, status, apply }: ControlRoutes) =>
  (app: FastifyInstance): void => {
    const applied = async () => {
      await apply();
      return senseStatusSchema.parse(status());
    };
    app.get('/v1/status', () => senseStatusSchema.parse(status()));
    app.post('/v1/claim', async ({ body }) => {
      const { context, legalBasis } = claimRequestSchema.parse(body);
      await settings.claim(context, legalBasis);
      return applied();
    });
    app.post('/v1/notice', async ({ body }) => {
      const { revision } = noticeRequestSchema.parse(body);
      await settings.confirmNotice(revision, clock.wallMs());
      return applied();
    });
    app.put('/v1/preview', async ({ body }) => {
      const { enabled } = previewRequestSchema.parse(body);
      await settings.change({ previewEnabled: enabled });
      return applied();
    });
    /** Who may ask, and with what password, is the console's to decide before it asks. */
    app.post('/v1/aiming', ({ body }) => {
      aiming.begin(aimingRequestSchema.parse(body).reason);
      return applied();
    });
    app.delete('/v1/aiming', () => {
      aiming.end();
      return applied();
    });
  };
