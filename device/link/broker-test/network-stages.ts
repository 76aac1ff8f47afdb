// The first half of the broker test: name, TCP, TLS.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { failureEvent } from '../events/failure-event.ts';
import { failureOf } from '../mqtt/connection.ts';
import { EVENT_HINTS, StageFailed } from './stage.ts';
import type { Target } from './target.ts';

/** In TLS 1.3 a broker refuses our certificate after the handshake (RFC 8446, 4.4.2.4): its alert needs a moment. */
const ALERT_WAIT_MS = 250;

/** @throws StageFailed `NAME_UNKNOWN`, `NAME_SERVER_UNREACHABLE` */
export async function findName({ host }: Target): Promise<string> {
  if (isIP(host) !== 0) return 'The address is a number: no name is needed.';
  try {
    const { address } = await lookup(host);
    return `${host} has the address ${address}.`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAI_AGAIN') {
      const hint = 'Check the network and the name server of this device.';
      throw new StageFailed('NAME_SERVER_UNREACHABLE', `No name server answers for ${host}.`, hint);
    }
    throw new StageFailed('NAME_UNKNOWN', `Nobody knows the name ${host}.`, 'Check the spelling of the address.');
  }
}

const TCP_REFUSALS: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  ECONNREFUSED: [
    'PORT_CLOSED',
    'is reached, but nothing listens there.',
    'Check the port, and whether the broker runs and listens on this network.',
  ],
  EHOSTUNREACH: ['HOST_UNREACHABLE', 'cannot be reached.', 'Check the network between this device and the broker.'],
  ENETUNREACH: ['NETWORK_UNREACHABLE', 'is in a network that has no route.', 'Check the network of this device.'],
};

/** @throws StageFailed `PORT_CLOSED`, `HOST_UNREACHABLE`, `NETWORK_UNREACHABLE`, `FAILED` */
export async function connectTcp({ host, port }: Target, signal: AbortSignal): Promise<string> {
  const socket = connect({ host, port });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  try {
    await once(socket, 'connect', { signal });
    return `Port ${port} of ${host} answers.`;
  } catch (error) {
    const known = TCP_REFUSALS[(error as NodeJS.ErrnoException).code ?? ''];
    if (known === undefined) throw error;
    throw new StageFailed(known[0], `Port ${port} of ${host} ${known[1]}`, known[2]);
  } finally {
    socket.destroy();
  }
}

/** @throws StageFailed with the code of the event that such a failure is worth, or `NOT_TLS` */
export async function shakeHands(target: Target, signal: AbortSignal): Promise<string> {
  const { host, port, credentials } = target;
  const { ca, cert, key } = credentials;
  const name = isIP(host) === 0 ? { servername: host } : {};
  const material = { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }) };
  const socket = connectTls({ host, port, ...name, ...material, ...(key === undefined ? {} : { key: key as Buffer }) });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  try {
    await Promise.race([once(socket, 'secureConnect', { signal }), untilClosed(socket)]);
    await Promise.race([delay(ALERT_WAIT_MS), once(socket, 'error').then(([error]) => Promise.reject(error))]);
    return `Encrypted with ${socket.getProtocol() ?? 'TLS'}, and the certificate of the broker is good.`;
  } catch (error) {
    throw tlsFailure(error, target);
  } finally {
    socket.on('error', () => {});
    socket.destroy();
  }
}

async function untilClosed(socket: TLSSocket): Promise<never> {
  await once(socket, 'close');
  throw new StageFailed('NOT_TLS', 'The broker closed the connection during the handshake.', NOT_TLS_HINT);
}

const NOT_TLS_HINT = 'Check that this port speaks TLS; without TLS the address begins with mqtt:// or ws://.';
const NOT_TLS: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ECONNRESET',
]);

function tlsFailure(error: unknown, { clock }: Target): unknown {
  const failure = failureOf(error);
  if (error instanceof StageFailed) return error;
  if (NOT_TLS.has(failure.code ?? '')) {
    return new StageFailed('NOT_TLS', 'What answers at this port does not speak TLS.', NOT_TLS_HINT);
  }
  const event = failureEvent(failure, clock.state());
  if (event === null) return error;
  const code = event.code.toUpperCase().replaceAll('-', '_');
  return new StageFailed(code, `${sentenceOf(event.code)}: ${failure.message}.`, EVENT_HINTS[event.code] ?? '');
}

const SENTENCES: Readonly<Record<string, string>> = {
  'broker-ca-unknown': 'The certificate of the broker was signed by an authority that this device does not know',
  'broker-certificate-expired': 'The certificate of the broker has expired',
  'broker-host-mismatch': 'The certificate of the broker is for another name',
  'clock-not-set': 'The clock of this device is not set, so that no certificate can be judged',
  'device-certificate-refused': 'The broker does not accept the certificate of this device, or wants one',
};
const sentenceOf = (code: string) => SENTENCES[code] ?? 'The certificates do not fit';
