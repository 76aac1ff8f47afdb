// What link says to its broker: credentials, the publishers of windows and events, and the connection that serves all.
import { join } from 'node:path';
import { LINK_EVENTS } from '../../shared/event-codes.ts';
import { OUTBOX_AGE_MS } from '../../shared/limits.ts';
import { aggregateTopic, eventTopic } from '../../shared/topics.ts';
import { STREAMS, type Stream } from '../../shared/vocabulary.ts';
import { type LinkConfiguration, type LinkStorage, stateFolderOf } from './build-storage.ts';
import { failureEvent } from './events/failure-event.ts';
import { Broker } from './mqtt/broker.ts';
import { Credentials } from './mqtt/credentials.ts';
import { CredentialsWatch } from './mqtt/credentials-watch.ts';
import { Publisher } from './mqtt/publisher.ts';
import { type ServeConnection, Session } from './mqtt/session.ts';
import { SessionNumber } from './mqtt/session-number.ts';
import type { Pending } from './outbox/pending-list.ts';
import type { LinkActs, LinkParts } from './parts.ts';
import { publicationOffsetMs } from './publication-offset.ts';
import { spreadOf } from './spread.ts';

const EXPIRY_SECONDS = OUTBOX_AGE_MS / 1_000;
/** A connect proves that these are over. */
const CONNECTION_EVENTS = LINK_EVENTS.filter((code) => /^(broker-|clock-|device-certificate-refused)/.test(code));

export type LinkWire = ReturnType<typeof buildWire>;

export function buildWire(parts: LinkParts, storage: LinkStorage, { store }: LinkConfiguration, acts: LinkActs) {
  const { options, identity, clock } = parts;
  const { events } = storage;
  const credentials = new Credentials({
    system: process.env['CREDENTIALS_DIRECTORY'] ?? null,
    own: join(stateFolderOf(parts), 'broker'),
  });
  const credentialsWatch = new CredentialsWatch({ credentials, events, clock, onChange: acts.reconnect });
  const broker = new Broker({
    url: () => store.settings.brokerUrl ?? options.broker,
    keepAliveSeconds: () => store.settings.keepAliveSeconds,
    identity,
    credentials: () => credentials.read(),
  });
  return { credentials, credentialsWatch, broker, ...buildPublishers(parts, storage, { store }) };
}

function buildPublishers(
  { options, identity, clock, log }: LinkParts,
  { outbox, eventOutbox, events }: LinkStorage,
  { store }: Pick<LinkConfiguration, 'store'>,
) {
  const spreadMs = () => store.settingsAtStart.publicationSpreadSeconds * 1_000;
  const publisher = new Publisher({
    outbox,
    topicOf: ({ label }: Pending) => aggregateTopic(identity, streamOf(label)),
    expirySeconds: EXPIRY_SECONDS,
    offsetMs: () => options.publicationOffsetMs ?? publicationOffsetMs(identity, spreadMs()),
    onRefused: (topic, reasonCode) => events.raise('publication-refused', `${topic}: reason code ${reasonCode}`),
    clock,
    log,
  });
  const eventPublisher = new Publisher({
    outbox: eventOutbox,
    topicOf: ({ label }: Pending) => eventTopic(identity, label),
    expirySeconds: EXPIRY_SECONDS,
    offsetMs: () => 0,
    clock,
    log,
  });
  return { publisher, eventPublisher };
}

/** `serve`: what is done while connected, beside publishing windows and events. */
export function buildSession(
  parts: LinkParts,
  { events }: LinkStorage,
  { broker, publisher, eventPublisher }: LinkWire,
  serve: readonly ServeConnection[],
): Session {
  const { clock, random, log } = parts;
  return new Session({
    broker,
    numbers: new SessionNumber(stateFolderOf(parts), log),
    serve: [
      (connection, _session, signal) => publisher.serve(connection, signal),
      (connection, _session, signal) => eventPublisher.serve(connection, signal),
      ...serve,
    ],
    clock,
    random,
    log,
    spread: () => spreadOf(broker.publicUrl),
    onConnected: () => {
      for (const code of CONNECTION_EVENTS) events.over(code);
    },
    onFailure: (failure) => {
      const event = failureEvent(failure, clock.state());
      if (event !== null) events.raise(event.code, event.detail);
    },
  });
}

function streamOf(label: string): Stream {
  const stream = STREAMS.find((name) => name === label);
  if (stream === undefined) throw new RangeError(`no stream is called ${label}`);
  return stream;
}
