// The shadow answers each `config/desired` with a `config/reported`: what holds, with which revision, and what was
// refused and why.
import type { Identity } from '../../../shared/identity.ts';
import { type Refused, reportedSchema } from '../../../shared/link-settings.ts';
import { configTopic } from '../../../shared/topics.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Publication } from '../mqtt/connection.ts';
import type { ConfigurationStore } from './configuration-store.ts';
import { planSettings } from './plan-settings.ts';

export interface ShadowOptions {
  readonly identity: Identity;
  readonly store: ConfigurationStore;
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
    const { store, log } = this.#options;
    const plan = planSettings(text, store.revision, store.remoteSettings);
    if (plan.kind === 'refuse') {
      this.#refused = plan.refused;
      log.warn({ refused: plan.refused }, 'a desired configuration was refused');
    }
    if (plan.kind === 'apply') {
      const settings = { ...store.settings, ...plan.settings };
      const kept = await store.apply({ revision: plan.revision, settings, act: 'desired', by: null });
      const lost: Refused = { revision: plan.revision, errors: [{ key: '', code: 'STATE_UNWRITABLE' }] };
      this.#refused = kept ? null : lost;
    }
    return this.report();
  }

  report(): Publication {
    const { identity, store } = this.#options;
    const { revision, remoteSettings: settings } = store;
    const refused = this.#refused;
    const reported = reportedSchema.parse({ v: 1, device: identity.device, revision, settings, refused });
    return { topic: configTopic(identity, 'reported'), payload: JSON.stringify(reported), retain: true };
  }
}
