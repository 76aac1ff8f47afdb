// Further routes of sense/control, the console's alone: the privacy settings, the taps of the kiosk, and the reset.
import type { FastifyInstance } from 'fastify';
import { RoomtoneError } from '../../../shared/errors.ts';
import { privacyChangeSchema, privacySettingsSchema } from '../../../shared/privacy-settings.ts';
import { feedbackRequestSchema, feedbackResponseSchema } from '../../../shared/sense-api.ts';
import type { Task } from '../../../shared/vocabulary.ts';
import type { Room } from './room.ts';
import type { SettingsStore } from './settings-store.ts';

export interface PrivacyRoutes {
  readonly settings: Pick<SettingsStore, 'current' | 'change' | 'reset'>;
  readonly room: Pick<Room, 'tap' | 'reset'>;
  /** Whether a model for the task is installed: a histogram without one would only ever say `unsure`. */
  readonly hasModel: (task: Task) => boolean;
  /** Brings camera, models and preview in line with the settings. */
  readonly apply: () => Promise<void>;
}

/** Adds the routes. Who may ask for a change, and how it is audited, is the console's to decide before it asks. */
export const privacyRoutes =
  ({ settings, room, hasModel, apply }: PrivacyRoutes) =>
  (app: FastifyInstance): void => {
    app.get('/v1/privacy', () => privacySettingsSchema.parse(settings.current()));
    app.put('/v1/privacy', async ({ body }) => {
      const change = privacyChangeSchema.parse(body);
      if (change.gender === true && !hasModel('gender')) throw modelMissing('gender');
      await settings.change(change);
      await apply();
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
      await apply();
      return privacySettingsSchema.parse(settings.current());
    });
  };

const modelMissing = (task: Task) =>
  new RoomtoneError('MODEL_NOT_SHIPPED', `no ${task} model is installed`, 'Leave it off until an update brings one.');
