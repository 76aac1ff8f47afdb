// The operational settings of link on the disk, with the revision that they came with. Where the disk refuses, they hold
// until the next start, and that is reported.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import { isRoomtoneError } from '../../../shared/errors.ts';
import { DEFAULT_LINK_SETTINGS, type LinkSettings, linkSettingsSchema } from '../../../shared/link-settings.ts';
import { openState } from '../../runtime/durable-state.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';

const storedSchema = z.strictObject({
  v: z.literal(1),
  revision: z.int().nonnegative(),
  settings: linkSettingsSchema,
});
type Stored = z.infer<typeof storedSchema>;

const INITIAL: Stored = { v: 1, revision: 0, settings: DEFAULT_LINK_SETTINGS };

export interface SettingsStoreOptions {
  readonly stateFolder: string;
  readonly log: Logger;
  /** Called at the start with settings that somebody has desired once; not with the defaults. */
  readonly onLoaded: (settings: LinkSettings) => void;
}

export class SettingsStore implements Service {
  readonly name = 'settings';
  readonly #options: SettingsStoreOptions;
  #low: Low<Stored> | undefined;
  #stored: Stored = INITIAL;

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
  }

  get settings(): LinkSettings {
    return this.#stored.settings;
  }

  get revision(): number {
    return this.#stored.revision;
  }

  /**
   * A file that cannot be read means the defaults: a device that never comes up again would be worse.
   *
   * @throws RoomtoneError `STATE_VERSION_NEW`, `STATE_VERSION_OLD`
   */
  async start(): Promise<void> {
    const { stateFolder, onLoaded, log } = this.#options;
    try {
      this.#low = await openState<Stored>(join(stateFolder, 'settings.json'), storedSchema, INITIAL);
      this.#stored = this.#low.data;
    } catch (error) {
      if (isRoomtoneError(error) && error.code !== 'STATE_CORRUPT') throw error;
      log.error({ err: error }, 'the settings cannot be read: the defaults hold');
    }
    if (this.#stored.revision > 0) onLoaded(this.#stored.settings);
  }

  async stop(): Promise<void> {}

  /** They hold from now on; false when they could not be written down. */
  async apply(revision: number, settings: LinkSettings): Promise<boolean> {
    this.#stored = { v: 1, revision, settings };
    if (this.#low === undefined) return false;
    this.#low.data = this.#stored;
    try {
      await this.#low.write();
      return true;
    } catch (error) {
      this.#options.log.error({ err: error }, 'the settings could not be kept');
      return false;
    }
  }
}
