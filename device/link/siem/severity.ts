// How bad a security event is (RFC 5424, 6.2.1), by its code. A code that is not in a table is worth a notice, so that a
// new kind of event is told before anybody has thought about it.
import { LINK_EVENTS, type LinkEvent } from '../../../shared/event-codes.ts';

/** Ascending by RFC 5424's numbers from 2 on. */
export const SEVERITIES = ['critical', 'error', 'warning', 'notice', 'informational'] as const;
export type Severity = (typeof SEVERITIES)[number];

const CRITICAL = 2;
export const severityNumber = (severity: Severity) => CRITICAL + SEVERITIES.indexOf(severity);

/** Null: somebody looks for a device, a publication is out of its rights; nothing that a security log is for. */
const OF_LINK: Readonly<Partial<Record<LinkEvent, Severity | null>>> = {
  'broker-refused': 'warning',
  'broker-moved': 'notice',
  'broker-name-taken': 'error',
  'broker-certificate-expired': 'error',
  'broker-ca-unknown': 'error',
  'broker-host-mismatch': 'error',
  'clock-not-set': 'warning',
  'device-certificate-refused': 'error',
  'device-certificate-expires': 'warning',
  'device-key-exposed': 'critical',
  'publication-refused': null,
  'outbox-damaged': 'warning',
  'outbox-degraded': 'warning',
  'command-refused': 'warning',
  identify: null,
};

const OF_CONSOLE: Readonly<Record<string, Severity>> = {
  'sign-in-refused': 'warning',
  'claim-refused': 'warning',
  'signed-in': 'informational',
  'signed-out': 'informational',
  claimed: 'notice',
  'password-changed': 'notice',
  'privacy-changed': 'warning',
  'context-declared': 'notice',
  'notice-confirmed': 'informational',
  'operator-stated': 'informational',
  'preview-on': 'warning',
  'preview-off': 'informational',
  'user-created': 'notice',
  'user-removed': 'notice',
  'session-ended': 'informational',
};

export function linkSeverity(code: string): Severity | null {
  const known = LINK_EVENTS.find((event) => event === code);
  const severity = known === undefined ? undefined : OF_LINK[known];
  return severity === undefined ? 'notice' : severity;
}

export const consoleSeverity = (action: string): Severity =>
  (Object.hasOwn(OF_CONSOLE, action) ? OF_CONSOLE[action] : undefined) ?? 'notice';
