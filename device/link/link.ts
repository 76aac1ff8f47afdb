// Link as a whole: the services in the order in which they start, and what they tell each other. A table of contents.
import { join } from 'node:path';
import type { Identity } from '../../shared/identity.ts';
import { OUTBOX_AGE_MS } from '../../shared/limits.ts';
import type { Birth } from '../../shared/messages.ts';
import { aggregateTopic } from '../../shared/topics.ts';
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
import { linkApi } from './api/link-api.ts';
import { Broker } from './mqtt/broker.ts';
import { Publisher } from './mqtt/publisher.ts';
import { Session } from './mqtt/session.ts';
import { SessionNumber } from './mqtt/session-number.ts';
import type { LinkOptions } from './options.ts';
import { Outbox } from './outbox/outbox.ts';
import type { Pending } from './outbox/pending-list.ts';
import { publicationOffsetMs } from './publication-offset.ts';
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
}

const FEATURES = ['windows', 'health'] as const;

export function buildLink({
  options,
  identity,
  hardware,
  software,
  clock,
  random,
  log,
}: LinkParts): readonly Service[] {
  const paths = socketPaths(options.run);
  const stateFolder = join(options.state, 'link');
  const loopDelay = new LoopDelay();
  const outbox = new Outbox({ folder: stateFolder, clock, log });
  const watch = new SenseWatch({ socketPath: paths.windows, clock, onBirthChange: () => announcer.birthChanged() });
  const puller = new ReleasePuller({ socketPath: paths.windows, identity, outbox, clock, random, log });
  const broker = new Broker({ url: options.broker, identity });
  const publisher = new Publisher({
    outbox,
    topicOf: ({ label }: Pending) => aggregateTopic(identity, streamOf(label)),
    expirySeconds: OUTBOX_AGE_MS / 1_000,
    offsetMs: options.publicationOffsetMs ?? publicationOffsetMs(identity),
    clock,
    log,
  });
  const health = new HealthReader({ outbox, publisher, watch, clock, loopDelay, stateFolder: options.state });
  const announcer = new Announcer({
    identity,
    readBirth: () => ({ software, hardware, features: [...FEATURES], configRevision: 0, sense: watch.birth }),
    readHealth: () => health.read(session.status()),
    clock,
    log,
  });
  const session: Session = new Session({
    broker,
    numbers: new SessionNumber(stateFolder, log),
    serve: [
      (connection, _session, signal) => publisher.serve(connection, signal),
      (connection, number, signal) => announcer.serve(connection, number, signal),
    ],
    clock,
    random,
    log,
    ...spreadOf(options.broker),
  });
  const api = new SocketServer({
    name: 'link api',
    socketPath: paths.link,
    log,
    routes: linkApi({ outbox, readStatus: () => health.status(session.status(), broker.publicUrl) }),
  });
  return [health, outbox, watch, puller, session, api];
}

function streamOf(label: string): Stream {
  const stream = STREAMS.find((name) => name === label);
  if (stream === undefined) throw new RangeError(`no stream is called ${label}`);
  return stream;
}
