// What link keeps on the disk: windows, events, configuration.
import { join } from 'node:path';
import { OUTBOX_AGE_MS } from '../../shared/limits.ts';
import type { Configuration } from '../../shared/link-configuration.ts';
import { ConfigurationDesk } from './config/configuration-desk.ts';
import { ConfigurationStore } from './config/configuration-store.ts';
import { Shadow } from './config/shadow.ts';
import { EventLog } from './events/event-log.ts';
import { Outbox } from './outbox/outbox.ts';
import type { LinkActs, LinkParts } from './parts.ts';

/** Events are few and small; a week without a broker is told by the first of each hour. */
const EVENT_BOUNDS = { bytes: 1024 * 1024, ageMs: OUTBOX_AGE_MS, count: 1_000 };

export const stateFolderOf = ({ options }: LinkParts) => join(options.state, 'link');

export type LinkStorage = ReturnType<typeof buildStorage>;

export function buildStorage(parts: LinkParts) {
  const { identity, clock, random, log } = parts;
  const folder = stateFolderOf(parts);
  const outbox = new Outbox({
    folder,
    clock,
    log,
    onDegraded: (reason) => events.raise('outbox-degraded', reason),
    onDamaged: (records) => events.raise('outbox-damaged', `${records} records were lost on the disk`),
  });
  const eventOutbox = new Outbox({ folder: join(folder, 'events'), clock, log, bounds: EVENT_BOUNDS });
  const events: EventLog = new EventLog({ identity, outbox: eventOutbox, clock, random, log });
  return { outbox, eventOutbox, events };
}

export type LinkConfiguration = ReturnType<typeof buildConfiguration>;

export function buildConfiguration(parts: LinkParts, { events }: LinkStorage, acts: LinkActs) {
  const { identity, clock, log } = parts;
  const store = new ConfigurationStore({
    stateFolder: stateFolderOf(parts),
    clock,
    log,
    onApplied: (settings, before) => {
      log.level = settings.logLevel;
      if (isOtherBroker(settings, before)) acts.reconnect();
    },
    onProblem: ({ code, message, hint }) => events.raise('configuration-degraded', `${code}: ${message}. ${hint}`),
  });
  const onChanged = () => {
    acts.birthChanged();
    acts.reportChanged();
  };
  return {
    store,
    desk: new ConfigurationDesk({ store, clock, onChanged }),
    shadow: new Shadow({ identity, store, log }),
  };
}

const isOtherBroker = (settings: Configuration, before: Configuration) =>
  settings.brokerUrl !== before.brokerUrl || settings.keepAliveSeconds !== before.keepAliveSeconds;
