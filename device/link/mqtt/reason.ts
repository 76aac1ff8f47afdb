// What a failure of the broker means for us: what to say, and how long to leave it alone. Decided by reason code, never
// by message (MQTT 5, 2.4; MQTT 3.1.1, 3.2.2.3).
import { RECONNECT_MAX_MS, RECONNECT_MIN_MS } from '../../../shared/limits.ts';
import type { Backoff } from '../../runtime/backoff.ts';
import type { Failure } from './connection.ts';

export type Meaning =
  | 'not-set'
  | 'unreachable'
  | 'protocol'
  | 'not-authorised'
  | 'busy'
  | 'quota'
  | 'banned'
  | 'moved'
  | 'taken-over'
  | 'certificate'
  | 'lost';

const BY_REASON_CODE: Readonly<Record<number, Meaning>> = {
  1: 'protocol',
  2: 'not-authorised',
  3: 'busy',
  4: 'not-authorised',
  5: 'not-authorised',
  132: 'protocol',
  133: 'not-authorised',
  134: 'not-authorised',
  135: 'not-authorised',
  136: 'busy',
  137: 'busy',
  138: 'banned',
  139: 'busy',
  140: 'not-authorised',
  142: 'taken-over',
  149: 'protocol',
  151: 'quota',
  156: 'moved',
  157: 'moved',
  159: 'busy',
};

export function meaningOf({ reasonCode, reached, code }: Failure): Meaning {
  if (reasonCode !== null) return BY_REASON_CODE[reasonCode] ?? 'lost';
  if (code === 'BROKER_NOT_SET') return 'not-set';
  if (code !== null && (TLS_PREFIX.test(code) || TLS_CODES.has(code))) return 'certificate';
  return reached ? 'lost' : 'unreachable';
}

const TLS_PREFIX = /^(CERT_|ERR_TLS_|ERR_SSL_)/;
/** OpenSSL verification results as Node names them (node:tls, "X509 certificate error codes"). */
const TLS_CODES: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'CREDENTIALS_EXPOSED',
]);

const PATIENT_MIN_MS = 60_000;

/** A broker that said no needs a person; one that is away or busy may be back any moment. */
export function backoffFor(meaning: Meaning): Backoff {
  const patient: readonly Meaning[] = [
    'not-set',
    'not-authorised',
    'banned',
    'quota',
    'moved',
    'taken-over',
    'certificate',
  ];
  return { minMs: patient.includes(meaning) ? PATIENT_MIN_MS : RECONNECT_MIN_MS, maxMs: RECONNECT_MAX_MS };
}

const WORDS: Readonly<Record<Meaning, string>> = {
  'not-set': 'no broker is set',
  unreachable: 'the broker cannot be reached',
  protocol: 'the broker does not speak this MQTT version',
  'not-authorised': 'the broker does not accept these credentials',
  busy: 'the broker is busy or not available',
  quota: 'the quota at the broker is used up',
  banned: 'the broker has banned this device',
  moved: 'the broker has moved',
  'taken-over': 'another client uses the name of this device',
  certificate: 'the certificates do not fit',
  lost: 'the connection was lost',
};

export const describeFailure = (failure: Failure) => `${WORDS[meaningOf(failure)]}: ${failure.message}`;
