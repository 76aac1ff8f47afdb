// Link as a whole: the services in the order in which they start, and what they tell each other. A table of contents.
import { join } from 'node:path';
import { LINK_EVENTS } from '../../shared/event-codes.ts';
import type { Identity } from '../../shared/identity.ts';
import { OUTBOX_AGE_MS } from '../../shared/limits.ts';
import type { LinkSettings } from '../../shared/link-settings.ts';
import type { Birth } from '../../shared/messages.ts';
import { aggregateTopic, eventTopic } from '../../shared/topics.ts';
import { STREAMS, type Stream } from '../../shared/vocabulary.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/log.ts';
import { LoopDelay } from '../runtime/loop-delay.ts';
import type { Random } from '../runtime/random.ts';
import { SocketServer } from '../runtime/socket-server.ts';
import { socketPaths } from '../runtime/sockets.ts';
import { Announcer } from './announce/announcer.ts';
import { HealthReader } from './announce/health-reader.ts';
import { readDiskFreeMb } from './announce/vitals.ts';
import { linkApi } from './api/link-api.ts';
import { CommandDesk } from './commands/command-desk.ts';
import { commandTable } from './commands/command-table.ts';
import { ExecutedStore } from './commands/executed-store.ts';
import { SettingsStore } from './config/settings-store.ts';
import { Shadow } from './config/shadow.ts';
import { EventLog } from './events/event-log.ts';
import { failureEvent } from './events/failure-event.ts';
import { Broker } from './mqtt/broker.ts';
import { Credentials } from './mqtt/credentials.ts';
import { CredentialsWatch } from './mqtt/credentials-watch.ts';
import { Inbox } from './mqtt/inbox.ts';
import { Publisher } from './mqtt/publisher.ts';
import { Session } from './mqtt/session.ts';
import { SessionNumber } from './mqtt/session-number.ts';
import type { LinkOptions } from './options.ts';
import { Outbox } from './outbox/outbox.ts';
import type { Pending } from './outbox/pending-list.ts';
import { publicationOffsetMs } from './publication-offset.ts';
import { DownWatch } from './sense/down-watch.ts';
import { ReleasePuller } from './sense/release-puller.ts';
import { SenseWatch } from './sense/sense-watch.ts';
import { spreadOf } from './spread.ts';

export interface LinkParts {
  readonly options: LinkOptions;
  readonly identity: Identity;
  readonly hardware: Birth['hardware'];
  readonly software: Birth['software'];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Ends this program, so that its supervisor starts it again. */
  readonly restart: () => void;
}

const FEATURES = ['windows', 'health', 'events', 'commands', 'config'] as const;
/** Events are few and small; a week without a broker is told by the first of each hour. */
const EVENT_BOUNDS = { bytes: 1024 * 1024, ageMs: OUTBOX_AGE_MS, count: 1_000 };
/** A connect proves that these are over. */
const CONNECTION_EVENTS = LINK_EVENTS.filter((code) => /^(broker-|clock-|device-certificate-refused)/.test(code));

export function buildLink({
  options,
  identity,
  hardware,
  software,
  clock,
  random,
  log,
  restart,
}: LinkParts): readonly Service[] {
  const paths = socketPaths(options.run);
  const stateFolder = join(options.state, 'link');
  const loopDelay = new LoopDelay();
  const outbox = new Outbox({
    folder: stateFolder,
    clock,
    log,
    onDegraded: (reason) => events.raise('outbox-degraded', reason),
    onDamaged: (records) => events.raise('outbox-damaged', `${records} records were lost on the disk`),
  });
  const watch = new SenseWatch({ socketPath: paths.windows, clock, onBirthChange: () => announcer.birthChanged() });
  const puller = new ReleasePuller({ socketPath: paths.windows, identity, outbox, clock, random, log });
  const downWatch = new DownWatch({ outbox, isSenseUp: () => watch.birth !== null, clock, log });
  const eventOutbox = new Outbox({ folder: join(stateFolder, 'events'), clock, log, bounds: EVENT_BOUNDS });
  const events = new EventLog({ identity, outbox: eventOutbox, clock, random, log });
  const credentials = new Credentials(credentialFolders(stateFolder));
  const credentialsWatch = new CredentialsWatch({ credentials, events, clock, onChange: () => session.reconnect() });
  const broker = new Broker({ url: options.broker, identity, credentials: () => credentials.read() });
  const publisher = new Publisher({
    outbox,
    topicOf: ({ label }: Pending) => aggregateTopic(identity, streamOf(label)),
    expirySeconds: OUTBOX_AGE_MS / 1_000,
    offsetMs: options.publicationOffsetMs ?? publicationOffsetMs(identity),
    onRefused: (topic, reasonCode) => events.raise('publication-refused', `${topic}: reason code ${reasonCode}`),
    clock,
    log,
  });
  const eventPublisher = new Publisher({
    outbox: eventOutbox,
    topicOf: ({ label }: Pending) => eventTopic(identity, label),
    expirySeconds: OUTBOX_AGE_MS / 1_000,
    offsetMs: 0,
    clock,
    log,
  });
  const health = new HealthReader({
    outbox,
    publisher,
    watch,
    credentialsWatch,
    clock,
    loopDelay,
    stateFolder: options.state,
  });
  const applySettings = ({ logLevel }: LinkSettings) => {
    log.level = logLevel;
  };
  const store = new SettingsStore({ stateFolder, log, onLoaded: applySettings });
  const shadow = new Shadow({ identity, store, onApplied: applySettings, log });
  const table = commandTable({
    rebirth: () => announcer.birthChanged(),
    restart,
    settings: () => ({ revision: store.revision, settings: store.settings }),
    setLogLevel: (level) => {
      log.level = level;
    },
    status: () => health.status(session.status(), broker.publicUrl),
    diskFreeMb: () => readDiskFreeMb(options.state),
    events,
  });
  const executed = new ExecutedStore(stateFolder, log);
  const desk = new CommandDesk({ identity, table, executed, events, clock, log });
  const inbox = new Inbox({
    identity,
    answerCommand: (arrival) => desk.answer(arrival),
    answerDesired: async (text) => {
      const answer = await shadow.desire(text);
      announcer.birthChanged();
      return answer;
    },
    report: () => shadow.report(),
    log,
  });
  const announcer = new Announcer({
    identity,
    readBirth: () => ({
      software,
      hardware,
      features: [...FEATURES],
      configRevision: store.revision,
      sense: watch.birth,
    }),
    readHealth: () => health.read(session.status()),
    healthPeriodMs: () => store.settings.healthSeconds * 1_000,
    clock,
    log,
  });
  const session: Session = new Session({
    broker,
    numbers: new SessionNumber(stateFolder, log),
    serve: [
      (connection, _session, signal) => publisher.serve(connection, signal),
      (connection, _session, signal) => eventPublisher.serve(connection, signal),
      (connection, _session, signal) => inbox.serve(connection, signal),
      (connection, number, signal) => announcer.serve(connection, number, signal),
    ],
    clock,
    random,
    log,
    ...spreadOf(options.broker),
    onConnected: () => {
      for (const code of CONNECTION_EVENTS) events.over(code);
    },
    onFailure: (failure) => {
      const event = failureEvent(failure, clock.state());
      if (event !== null) events.raise(event.code, event.detail);
    },
  });
  const api = new SocketServer({
    name: 'link api',
    socketPath: paths.link,
    log,
    routes: linkApi({ outbox, readStatus: () => health.status(session.status(), broker.publicUrl) }),
  });
  return [health, store, outbox, eventOutbox, watch, credentialsWatch, puller, downWatch, session, api];
}

/** systemd's credentials first (systemd.exec(5), LoadCredential), then the files of an installation without it. */
function credentialFolders(stateFolder: string): readonly string[] {
  const bySystemd = process.env['CREDENTIALS_DIRECTORY'];
  return [...(bySystemd === undefined ? [] : [bySystemd]), join(stateFolder, 'broker')];
}

function streamOf(label: string): Stream {
  const stream = STREAMS.find((name) => name === label);
  if (stream === undefined) throw new RangeError(`no stream is called ${label}`);
  return stream;
}
