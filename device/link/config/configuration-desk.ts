// The desk takes changes of the configuration from the console: judged against the revision that the editor saw,
// validated key by key, applied at once where that is possible.
import { z } from 'zod';
import { RoomtoneError } from '../../../shared/errors.ts';
import {
  CONFIGURATION_VERSION,
  type Configuration,
  type ConfigurationFile,
  type ConfigurationOutcome,
  type ConfigurationResponse,
  configurationSchema,
  DEFAULT_CONFIGURATION,
} from '../../../shared/link-configuration.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { OldState } from '../../runtime/durable-state.ts';
import { CONFIGURATION_MIGRATIONS } from './configuration-migrations.ts';
import type { ConfigurationStore, NewRevision } from './configuration-store.ts';
import { planChange, settingsAt } from './plan-change.ts';

export interface ConfigurationDeskOptions {
  readonly store: ConfigurationStore;
  readonly clock: Clock;
  /** Called after a change. */
  readonly onChanged: () => void;
}

/** Who asks, and which revision they saw. */
export interface Asker {
  readonly revision: number;
  readonly by: string;
}

type Wanted = Readonly<Record<string, unknown>>;

export class ConfigurationDesk {
  readonly #options: ConfigurationDeskOptions;

  constructor(options: ConfigurationDeskOptions) {
    this.#options = options;
  }

  read(): ConfigurationResponse {
    const { store } = this.#options;
    const { revision, settings, problem } = store;
    return { revision, settings, schema: describedSchema(), needsRestart: [...store.needsRestart], problem };
  }

  put(asker: Asker, settings: Wanted): Promise<ConfigurationOutcome> {
    return this.#change(asker, settings, true, 'change');
  }

  patch(asker: Asker, settings: Wanted): Promise<ConfigurationOutcome> {
    return this.#change(asker, settings, false, 'change');
  }

  /** @throws RoomtoneError `REVISION_UNKNOWN`, `CONFIGURATION_CONFLICT` */
  async restore(asker: Asker, to: number): Promise<ConfigurationOutcome> {
    const { store } = this.#options;
    const settings = settingsAt(store.settings, store.revision, store.history, to);
    if (settings === null) throw revisionUnknown(to);
    return this.#change(asker, settings, true, 'restore');
  }

  export(): ConfigurationFile {
    const { store, clock } = this.#options;
    const exportedAt = new Date(clock.wallMs()).toISOString();
    const { settings } = store;
    return { format: 'roomtone-configuration', v: CONFIGURATION_VERSION, exportedAt, settings: { ...settings } };
  }

  /** @throws RoomtoneError `CONFIGURATION_VERSION_NEW`, `CONFIGURATION_VERSION_OLD`, `CONFIGURATION_CONFLICT` */
  async import(asker: Asker, { v, settings }: ConfigurationFile): Promise<ConfigurationOutcome> {
    return this.#change(asker, migrated(v, settings), true, 'import');
  }

  async #change(
    { revision, by }: Asker,
    wanted: Wanted,
    whole: boolean,
    act: NewRevision['act'],
  ): Promise<ConfigurationOutcome> {
    const { store, onChanged } = this.#options;
    if (revision !== store.revision) throw conflict(revision, store.revision);
    const plan = planChange(store.settings, wanted, whole);
    if (plan.kind === 'refuse') return { outcome: 'refused', errors: [...plan.errors] };
    if (plan.changes.length > 0) {
      await store.apply({ revision: revision + 1, settings: plan.settings, act, by });
      onChanged();
    }
    return { outcome: 'applied', configuration: this.read() };
  }
}

/** JSON Schema with what each key means, its default, and whether it needs a restart. */
function describedSchema(): ConfigurationResponse['schema'] {
  const schema = z.toJSONSchema(configurationSchema) as { properties?: Record<string, object> };
  const properties = Object.entries(schema.properties ?? {}).map(([key, described]) => [
    key,
    { ...described, default: DEFAULT_CONFIGURATION[key as keyof Configuration] },
  ]);
  return z.json().parse({ ...schema, properties: Object.fromEntries(properties) });
}

function migrated(version: number, settings: Wanted): Wanted {
  if (version > CONFIGURATION_VERSION) throw versionNew(version);
  let state: OldState = { v: version, settings };
  for (let at = version; at < CONFIGURATION_VERSION; at += 1) {
    const step = CONFIGURATION_MIGRATIONS[at];
    if (step === undefined) throw versionOld(version);
    state = step(state);
  }
  return state['settings'] as Wanted;
}

const conflict = (seen: number, holds: number) =>
  new RoomtoneError(
    'CONFIGURATION_CONFLICT',
    `revision ${seen} was edited, and ${holds} holds by now`,
    'Read the configuration again and repeat the change.',
  );

const revisionUnknown = (revision: number) =>
  new RoomtoneError('REVISION_UNKNOWN', `revision ${revision} is not remembered`, 'Choose one out of the history.');

const versionNew = (version: number) =>
  new RoomtoneError(
    'CONFIGURATION_VERSION_NEW',
    `this file was exported by a newer Roomtone (version ${version}, this program knows ${CONFIGURATION_VERSION})`,
    'Update Roomtone first.',
  );

const versionOld = (version: number) =>
  new RoomtoneError(
    'CONFIGURATION_VERSION_OLD',
    `this program can no longer read an export of version ${version}`,
    'Import it into an older release and export it again.',
  );
