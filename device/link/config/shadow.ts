// The shadow answers each `config/desired` with a `config/reported`: what holds, with which revision, and what was
// refused and why.
import type { Identity } from '../../../shared/identity.ts';
import { type LinkSettings, type Refused, reportedSchema } from '../../../shared/link-settings.ts';
import { configTopic } from '../../../shared/topics.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Publication } from '../mqtt/connection.ts';
import { planSettings } from './plan-settings.ts';
import type { SettingsStore } from './settings-store.ts';

export interface ShadowOptions {
  readonly identity: Identity;
  readonly store: SettingsStore;
  readonly onApplied: (settings: LinkSettings) => void;
  readonly log: Logger;
}

export class Shadow {
  readonly #options: ShadowOptions;
  #refused: Refused | null = null;

  constructor(options: ShadowOptions) {
    this.#options = options;
  }

  /** What to publish in answer to `text`. */
  async desire(text: string): Promise<Publication> {
    const { store, onApplied, log } = this.#options;
    const plan = planSettings(text, store.revision, store.settings);
    if (plan.kind === 'refuse') {
      this.#refused = plan.refused;
      log.warn({ refused: plan.refused }, 'a desired configuration was refused');
    }
    if (plan.kind === 'apply') {
      const kept = await store.apply(plan.revision, plan.settings);
      const lost: Refused = { revision: plan.revision, errors: [{ key: '', code: 'STATE_UNWRITABLE' }] };
      this.#refused = kept ? null : lost;
      onApplied(plan.settings);
    }
    return this.report();
  }

  report(): Publication {
    const { identity, store } = this.#options;
    const { revision, settings } = store;
    const reported = reportedSchema.parse({
      v: 1,
      device: identity.device,
      revision,
      settings,
      refused: this.#refused,
    });
    return { topic: configTopic(identity, 'reported'), payload: JSON.stringify(reported), retain: true };
  }
}
