// The operational configuration of link on the disk, with its revision and the last revisions before it. What cannot be
// written down holds until the next start, and that is said; what a newer release wrote is left alone.
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { z } from 'zod';
import { isRoomtoneError, messageOf, RoomtoneError } from '../../../shared/errors.ts';
import {
  CONFIGURATION_VERSION,
  type Configuration,
  type ConfigurationResponse,
  type ConfigurationRevision,
  configurationRevisionSchema,
  configurationSchema,
  DEFAULT_CONFIGURATION,
  HISTORY_MAX,
} from '../../../shared/link-configuration.ts';
import { type LinkSettings, linkSettingsSchema } from '../../../shared/link-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import { DurableFile } from '../../runtime/durable-file.ts';
import { openState } from '../../runtime/durable-state.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/log.ts';
import { CONFIGURATION_MIGRATIONS } from './configuration-migrations.ts';
import { changesBetween, restartKeys } from './plan-change.ts';

const storedSchema = z.strictObject({
  v: z.literal(CONFIGURATION_VERSION),
  revision: z.int().nonnegative(),
  settings: configurationSchema,
  history: z.array(configurationRevisionSchema).max(HISTORY_MAX).describe('Newest first'),
});
type Stored = z.infer<typeof storedSchema>;

const INITIAL: Stored = { v: CONFIGURATION_VERSION, revision: 0, settings: DEFAULT_CONFIGURATION, history: [] };

/** What makes a new revision of it. */
export interface NewRevision {
  readonly revision: number;
  readonly settings: Configuration;
  readonly act: ConfigurationRevision['act'];
  readonly by: string | null;
}

export interface ConfigurationStoreOptions {
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called with what holds from now on, also at the start, and with what held before. */
  readonly onApplied: (settings: Configuration, before: Configuration) => void;
  /** Called when the configuration can't be read or written down. */
  readonly onProblem: (problem: RoomtoneError) => void;
}

export class ConfigurationStore implements Service {
  readonly name = 'configuration';
  readonly #options: ConfigurationStoreOptions;
  readonly #path: string;
  #low: Low<Stored> | undefined;
  #stored: Stored = INITIAL;
  #atStart: Configuration = DEFAULT_CONFIGURATION;
  #problem: RoomtoneError | null = null;

  constructor(options: ConfigurationStoreOptions) {
    this.#options = options;
    this.#path = join(options.stateFolder, 'settings.json');
  }

  get settings(): Configuration {
    return this.#stored.settings;
  }

  /** What held when link started: keys that need a restart are read from here. */
  get settingsAtStart(): Configuration {
    return this.#atStart;
  }

  /** The part that a fleet manager may desire. */
  get remoteSettings(): LinkSettings {
    const { logLevel, healthSeconds, homeAssistant } = this.#stored.settings;
    return linkSettingsSchema.parse({ logLevel, healthSeconds, homeAssistant });
  }

  get revision(): number {
    return this.#stored.revision;
  }

  /** Newest first. */
  get history(): readonly ConfigurationRevision[] {
    return this.#stored.history;
  }

  /** Why it is not on the disk; null where it is. */
  get problem(): ConfigurationResponse['problem'] {
    if (this.#problem === null) return null;
    const { code, message, hint } = this.#problem;
    return { code, message, hint };
  }

  get needsRestart(): readonly string[] {
    return restartKeys(this.#atStart, this.settings);
  }

  /** Never fails: a device that does not come up again would be worse than one that runs on its defaults. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      if (!isRoomtoneError(error) || error.code !== 'STATE_CORRUPT') this.#fail(error);
      else await this.#beginAfresh(error);
    }
    this.#atStart = this.settings;
    if (this.revision > 0) this.#options.onApplied(this.settings, DEFAULT_CONFIGURATION);
  }

  async stop(): Promise<void> {}

  /** It holds from now on; false when it could not be written down. */
  async apply({ revision, settings, act, by }: NewRevision): Promise<boolean> {
    const before = this.settings;
    const entry = { revision, ...this.#now(), act, by, changes: changesBetween(before, settings) };
    const history = [entry, ...this.#stored.history].slice(0, HISTORY_MAX);
    this.#stored = { v: CONFIGURATION_VERSION, revision, settings, history };
    this.#options.onApplied(settings, before);
    this.#options.log.info({ revision, act }, 'the configuration was changed');
    return this.#write();
  }

  async #open(): Promise<void> {
    this.#low = await openState<Stored>(this.#path, storedSchema, INITIAL, {
      migrations: CONFIGURATION_MIGRATIONS,
      onUnwritten: (error) => this.#fail(error),
    });
    this.#stored = this.#low.data;
  }

  /** Both generations are damaged: factory settings, and the files stay beside for whoever wants to look. */
  async #beginAfresh(cause: unknown): Promise<void> {
    this.#fail(cause);
    try {
      await new DurableFile(this.#path).setAside();
      await this.#open();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #write(): Promise<boolean> {
    // Not opened: a newer release's file, or a disk that gives nothing. It is not ours to overwrite.
    if (this.#low === undefined) return false;
    this.#low.data = this.#stored;
    try {
      await this.#low.write();
      this.#problem = null;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    const { log, onProblem } = this.#options;
    this.#problem = isRoomtoneError(error) ? error : unreadable(this.#path, error);
    log.error({ err: error }, 'the configuration is not kept on the disk');
    onProblem(this.#problem);
  }

  #now(): Pick<ConfigurationRevision, 'at' | 'clock'> {
    const { clock } = this.#options;
    return { at: new Date(clock.wallMs()).toISOString(), clock: clock.state() };
  }
}

const unreadable = (path: string, error: unknown) =>
  new RoomtoneError('STATE_UNREADABLE', `cannot read ${path}: ${messageOf(error)}`, 'Check the disk of this device.', {
    cause: error,
  });
