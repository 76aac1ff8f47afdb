// What each command does. Each is operational: none has a way to sense's control socket.
import { z } from 'zod';
import { RoomtoneError } from '../../../shared/errors.ts';
import type { LinkStatus } from '../../../shared/link-api.ts';
import { type LinkSettings, linkSettingsSchema } from '../../../shared/link-settings.ts';
import type { EventLog } from '../events/event-log.ts';
import type { CommandHandler, CommandTable } from './command-desk.ts';

export interface CommandActions {
  readonly rebirth: () => void;
  readonly restart: () => void;
  readonly settings: () => { readonly revision: number; readonly settings: LinkSettings };
  readonly setLogLevel: (level: LinkSettings['logLevel']) => void;
  readonly status: () => LinkStatus;
  readonly diskFreeMb: () => Promise<number | null>;
  readonly events: EventLog;
}

const nothing = z.strictObject({});

export function commandTable(actions: CommandActions): CommandTable {
  return {
    rebirth: simple(actions.rebirth),
    restart: simple(actions.restart),
    identify: simple(() => actions.events.raise('identify', 'somebody asks which device this is')),
    'config.get': { args: nothing, run: async () => ({ ...actions.settings() }) },
    'update.check': notAvailable,
    'update.pause': notAvailable,
    'log.level': {
      args: z.strictObject({ level: linkSettingsSchema.shape.logLevel }),
      run: async (args) => {
        const { level } = args as { readonly level: LinkSettings['logLevel'] };
        actions.setLogLevel(level);
        return { level };
      },
    },
    doctor: { args: nothing, run: () => doctor(actions) },
  };
}

const simple = (act: () => void): CommandHandler => ({
  args: nothing,
  run: async () => {
    act();
    return null;
  },
});

/** Updates are not part of this build: a command must not claim what did not happen. */
const notAvailable: CommandHandler = {
  args: nothing,
  run: async () => {
    throw new RoomtoneError('NOT_AVAILABLE', 'this build has no updater', 'Update the package by hand.');
  },
};

const DISK_LOW_MB = 100;

/** Checks with a verdict each; details are for the local console. */
async function doctor({ status, diskFreeMb }: CommandActions) {
  const { broker, outbox, sense } = status();
  const freeMb = await diskFreeMb();
  return {
    broker: broker.connected,
    sense: sense !== null,
    sources: sense?.sources.every(({ state }) => state === 'running' || state === 'idle') ?? false,
    outboxEmpty: outbox.depth === 0,
    disk: freeMb !== null && freeMb > DISK_LOW_MB,
  };
}
