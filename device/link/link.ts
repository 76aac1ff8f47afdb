// Link as a whole: the services in the order in which they start, and what they tell each other. A table of contents.
import type { Service } from '../runtime/lifecycle.ts';
import { LoopDelay } from '../runtime/loop-delay.ts';
import { SocketServer } from '../runtime/socket-server.ts';
import { socketPaths } from '../runtime/sockets.ts';
import { Announcer } from './announce/announcer.ts';
import { HealthReader } from './announce/health-reader.ts';
import { readDiskFreeMb } from './announce/vitals.ts';
import { linkApi } from './api/link-api.ts';
import { BrokerTest } from './broker-test/broker-test.ts';
import { buildIntegrations, type LinkIntegrations } from './build-integrations.ts';
import {
  buildConfiguration,
  buildStorage,
  type LinkConfiguration,
  type LinkStorage,
  stateFolderOf,
} from './build-storage.ts';
import { buildSession, buildWire, type LinkWire } from './build-wire.ts';
import { CommandDesk } from './commands/command-desk.ts';
import { commandTable } from './commands/command-table.ts';
import { ExecutedStore } from './commands/executed-store.ts';
import { Inbox } from './mqtt/inbox.ts';
import type { LinkActs, LinkParts } from './parts.ts';
import { DownWatch } from './sense/down-watch.ts';
import { GapFiller } from './sense/gap-filler.ts';
import { ReleasePuller } from './sense/release-puller.ts';
import { SenseWatch } from './sense/sense-watch.ts';

const FEATURES = ['windows', 'health', 'events', 'commands', 'config'] as const;

export function buildLink(parts: LinkParts): readonly Service[] {
  const acts: LinkActs = {
    birthChanged: () => {
      announcer.birthChanged();
      integrations.changed();
    },
    reportChanged: () => inbox.reportChanged(),
    reconnect: () => {
      wire.broker.forgetProtocol();
      session.reconnect();
    },
    status: () => health.status(session.status(), wire.broker.publicUrl),
  };
  const storage = buildStorage(parts);
  const configuration = buildConfiguration(parts, storage, acts);
  const room = buildRoom(parts, storage, acts);
  const wire = buildWire(parts, storage, configuration, acts);
  const { inbox, commandsRefused } = buildInbox(parts, storage, configuration, acts);
  const health = new HealthReader({
    ...storage,
    ...wire,
    ...room,
    isConfigurationDegraded: () => configuration.store.problem !== null,
    commandsRefused,
    clock: parts.clock,
    loopDelay: new LoopDelay(parts.clock),
    stateFolder: parts.options.state,
  });
  const announcer: Announcer = new Announcer({
    ...parts,
    readBirth: () => ({
      software: parts.software,
      hardware: parts.hardware,
      features: [...FEATURES],
      configRevision: configuration.store.revision,
      sense: room.watch.birth,
    }),
    readHealth: () => health.read(session.status()),
    healthPeriodMs: () => configuration.store.settings.healthSeconds * 1_000,
  });
  const integrations = buildIntegrations(parts, storage, configuration, room.watch, () => announcer.health(), acts);
  const session = buildSession(parts, storage, wire, [
    // Before the inbox, which hears every topic that nobody has asked for.
    (connection, _session, signal) => integrations.homeAssistant.serve(connection, signal),
    (connection, _session, signal) => inbox.serve(connection, signal),
    (connection, number, signal) => announcer.serve(connection, number, signal),
  ]);
  const api = buildApi(parts, storage, configuration, wire, integrations, announcer, acts);
  const { outbox, eventOutbox } = storage;
  const { watch, puller, downWatch } = room;
  // The outboxes before the configuration: its troubles are events.
  return [
    health,
    eventOutbox,
    configuration.store,
    outbox,
    watch,
    wire.credentialsWatch,
    puller,
    downWatch,
    integrations.siem,
    integrations.metrics,
    session,
    api,
  ];
}

/** What comes from sense. */
function buildRoom({ options, identity, clock, random, log }: LinkParts, { outbox }: LinkStorage, acts: LinkActs) {
  const socketPath = socketPaths(options.run).windows;
  const watch = new SenseWatch({ socketPath, clock, onBirthChange: acts.birthChanged });
  const puller = new ReleasePuller({
    socketPath,
    identity,
    outbox,
    gaps: new GapFiller({ outbox, log }),
    clock,
    random,
    log,
  });
  const downWatch = new DownWatch({ outbox, isSenseUp: () => watch.birth !== null, clock, log });
  return { watch, puller, downWatch };
}

/** What comes from the broker: commands and desired configuration. */
function buildInbox(parts: LinkParts, { events }: LinkStorage, { store, shadow }: LinkConfiguration, acts: LinkActs) {
  const { identity, options, clock, log, restart } = parts;
  const table = commandTable({
    rebirth: acts.birthChanged,
    restart,
    settings: () => ({ revision: store.revision, settings: store.remoteSettings }),
    setLogLevel: (level) => {
      log.level = level;
    },
    status: acts.status,
    diskFreeMb: () => readDiskFreeMb(options.state),
    events,
  });
  const executed = new ExecutedStore(stateFolderOf(parts), log);
  const desk = new CommandDesk({ identity, table, executed, events, clock, log });
  const inbox = new Inbox({
    identity,
    answerCommand: (arrival) => desk.answer(arrival),
    answerDesired: async (text) => {
      const answer = await shadow.desire(text);
      acts.birthChanged();
      return answer;
    },
    report: () => shadow.report(),
    clock,
    log,
  });
  return { inbox, commandsRefused: () => desk.refused + inbox.dropped };
}

/** What the console and the supervisor ask. */
function buildApi(
  parts: LinkParts,
  { outbox }: LinkStorage,
  { desk, store }: LinkConfiguration,
  { broker, credentials }: LinkWire,
  { siem }: LinkIntegrations,
  announcer: Announcer,
  acts: LinkActs,
): SocketServer {
  const { options, identity, software, clock, log, logRing } = parts;
  const brokerTest = new BrokerTest({ identity, credentials, broker, clock });
  return new SocketServer({
    name: 'link api',
    socketPath: socketPaths(options.run).link,
    log,
    routes: linkApi({
      outbox,
      readStatus: acts.status,
      readHealth: () => announcer.health(),
      software,
      configuration: { desk, store },
      broker: { test: brokerTest, credentials, onCredentials: acts.reconnect },
      logRing,
      siem,
    }),
  });
}
