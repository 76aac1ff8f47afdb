// The second half of the broker test: login, publish, subscribe, with the rights that this device needs.
import { eventSchema } from '../../../shared/messages.ts';
import { commandFilter, configTopic, eventTopic } from '../../../shared/topics.ts';
import { failureEvent } from '../events/failure-event.ts';
import { clientIdOf, versionDoubt } from '../mqtt/broker.ts';
import { ConnectFailed, Connection, type Failure, failureOf, isTaken, type Protocol } from '../mqtt/connection.ts';
import { meaningOf } from '../mqtt/reason.ts';
import { EVENT_HINTS, StageFailed } from './stage.ts';
import type { Target } from './target.ts';

/** Under another name than the session's, which the broker would end (MQTT 5, 3.1.4). */
const NAME_SUFFIX = '-test';
const EXPIRY_SECONDS = 600;

/** In MQTT 5, or 3.1.1 where the broker does not know 5. @throws StageFailed */
export async function logIn(target: Target, signal: AbortSignal): Promise<Connection> {
  try {
    return await open(target, '5', signal);
  } catch (error) {
    if (!isVersionUnknown(error)) throw loginFailure(error, target);
  }
  return open(target, '3.1.1', signal).catch((error: unknown) => Promise.reject(loginFailure(error, target)));
}

function open(target: Target, protocol: Protocol, signal: AbortSignal): Promise<Connection> {
  const { url, credentials, identity, stageTimeoutMs } = target;
  const clientId = `${clientIdOf(identity)}${NAME_SUFFIX}`;
  return Connection.open(
    url,
    { ...credentials, clientId, clean: true, keepalive: 30, connectTimeout: stageTimeoutMs },
    protocol,
    signal,
  );
}

const isVersionUnknown = (error: unknown) => error instanceof ConnectFailed && versionDoubt(error.failure) !== 'none';

function loginFailure(error: unknown, { clock }: Target): StageFailed {
  const failure: Failure = error instanceof ConnectFailed ? error.failure : failureOf(error);
  const meaning = meaningOf(failure);
  const said = failure.reasonCode === null ? failure.message : `reason code ${failure.reasonCode}`;
  if (meaning === 'not-authorised') {
    const message = `The broker does not accept user, password or certificate of this device (${said}).`;
    return new StageFailed('NOT_AUTHORISED', message, EVENT_HINTS['broker-refused'] ?? '');
  }
  const event = failureEvent(failure, clock.state());
  const code = event === null ? 'LOGIN_FAILED' : event.code.toUpperCase().replaceAll('-', '_');
  const hint = event === null ? 'Check that this port speaks MQTT, and look into the log of the broker.' : '';
  return new StageFailed(code, `The login failed: ${said}.`, (event && EVENT_HINTS[event.code]) ?? hint);
}

const RIGHTS_HINT = 'Give this device its rights at the broker: provisioning/broker/device-acl.ts writes them.';

/** Publishes an event that says what it is. @throws StageFailed `PUBLISH_FORBIDDEN` */
export async function publishProbe({ identity, clock }: Target, connection: Connection | undefined): Promise<string> {
  const code = 'broker-test';
  const at = new Date(clock.wallMs()).toISOString();
  const detail = 'the connection to the broker is being tested';
  const payload = JSON.stringify(eventSchema.parse({ v: 1, device: identity.device, at, code, detail }));
  const topic = eventTopic(identity, code);
  const reasonCode = await connected(connection).publish({
    topic,
    payload,
    retain: false,
    expirySeconds: EXPIRY_SECONDS,
  });
  if (isTaken(reasonCode)) {
    const silent = connection?.protocol === '3.1.1';
    return silent
      ? 'The broker took a message; MQTT 3.1.1 cannot say that one is forbidden.'
      : 'The broker took a message.';
  }
  throw new StageFailed('PUBLISH_FORBIDDEN', `The broker refuses ${topic} (reason code ${reasonCode}).`, RIGHTS_HINT);
}

/** @throws StageFailed `SUBSCRIBE_FORBIDDEN` */
export async function subscribeProbe({ identity }: Target, connection: Connection | undefined): Promise<string> {
  try {
    await connected(connection).subscribe([commandFilter(identity), configTopic(identity, 'desired')]);
    return 'Commands and configuration can be heard.';
  } catch (error) {
    const { reasonCode } = failureOf(error);
    if (reasonCode === null) throw error;
    const message = `The broker refuses that this device hears its commands (reason code ${reasonCode}).`;
    throw new StageFailed('SUBSCRIBE_FORBIDDEN', message, RIGHTS_HINT);
  }
}

function connected(connection: Connection | undefined): Connection {
  if (connection === undefined) throw new StageFailed('NOT_CONNECTED', 'There is no connection.', '');
  return connection;
}
