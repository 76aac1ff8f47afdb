// Which event a failed connection is worth, by its code. A broker that is merely away is none: health tells it. Pure.
import type { LinkEvent } from '../../../shared/event-codes.ts';
import type { ClockState } from '../../../shared/vocabulary.ts';
import type { Failure } from '../mqtt/connection.ts';
import { describeFailure, type Meaning, meaningOf } from '../mqtt/reason.ts';

export interface FailureEvent {
  readonly code: LinkEvent;
  readonly detail: string;
}

const BY_TLS_CODE: Readonly<Record<string, LinkEvent>> = {
  CERT_HAS_EXPIRED: 'broker-certificate-expired',
  CERT_NOT_YET_VALID: 'clock-not-set',
  ERR_TLS_CERT_ALTNAME_INVALID: 'broker-host-mismatch',
  HOSTNAME_MISMATCH: 'broker-host-mismatch',
  CREDENTIALS_EXPOSED: 'device-key-exposed',
};

const BY_MEANING: Readonly<Partial<Record<Meaning, LinkEvent>>> = {
  'not-authorised': 'broker-refused',
  quota: 'broker-refused',
  banned: 'broker-refused',
  moved: 'broker-moved',
  'taken-over': 'broker-name-taken',
};

export function failureEvent(failure: Failure, clock: ClockState): FailureEvent | null {
  const meaning = meaningOf(failure);
  const code = meaning === 'certificate' ? tlsEvent(failure, clock) : BY_MEANING[meaning];
  if (code === undefined) return null;
  const reference = failure.serverReference === null ? '' : ` (now ${failure.serverReference})`;
  return { code, detail: `${describeFailure(failure)}${reference}` };
}

function tlsEvent({ code }: Failure, clock: ClockState): LinkEvent {
  if (code === null) return 'broker-ca-unknown';
  const isAboutTime = code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
  if (isAboutTime && clock === 'unknown') return 'clock-not-set';
  // An alert of the other side: it is our certificate that does not fit (RFC 8446, 6.2).
  if (code.includes('_ALERT_')) return 'device-certificate-refused';
  return BY_TLS_CODE[code] ?? 'broker-ca-unknown';
}
