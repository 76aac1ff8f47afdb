// Further routes of sense/control, the console's alone: the privacy settings, the taps of the kiosk, and the reset.
import type { FastifyInstance } from 'fastify';
import { privacyChangeSchema, privacySettingsSchema } from '../../../shared/privacy-settings.ts';
import { feedbackRequestSchema, feedbackResponseSchema } from '../../../shared/sense-api.ts';
import type { Room } from './room.ts';
import type { SettingsStore } from './settings-store.ts';

export interface PrivacyRoutes {
  readonly settings: Pick<SettingsStore, 'current' | 'change' | 'reset'>;
  readonly room: Pick<Room, 'tap' | 'reset' | 'tick'>;
}

/** Adds the routes. Who may ask for a change, and how it is audited, is the console's to decide before it asks. */
export const privacyRoutes =
  ({ settings, room }: PrivacyRoutes) =>
  (app: FastifyInstance): void => {
    app.get('/v1/privacy', () => privacySettingsSchema.parse(settings.current()));
    app.put('/v1/privacy', async ({ body }) => {
      await settings.change(privacyChangeSchema.parse(body));
      room.tick();
      return privacySettingsSchema.parse(settings.current());
    });
    app.post('/v1/feedback', ({ body }) => {
      const { tap } = feedbackRequestSchema.parse(body);
      return feedbackResponseSchema.parse({ counted: room.tap(tap) });
    });
    /** Releases and settings go; the ledger of the day stays. */
    app.post('/v1/privacy/reset', async () => {
      await settings.reset();
      await room.reset();
      return privacySettingsSchema.parse(settings.current());
    });
  };
