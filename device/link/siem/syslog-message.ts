// A security event as one syslog message (RFC 5424) in one frame of syslog over TLS (RFC 5425, 4.3: octet counting).
// Invariant: whatever stands in an event, it can neither end its value nor begin a line, a field or another message.
import type { SecurityEvent } from './security-event.ts';
import { severityNumber } from './severity.ts';

/** RFC 5424, 6.2.1: 10 is security and authorisation, 13 is the audit log. */
const FACILITIES = { link: 10, console: 13 } as const;
/**
 * Private enterprise number in the name of our structured data. 32473 is the one for documentation (RFC 5612): whoever
 * operates Roomtone under a number of their own puts it here.
 */
const STRUCTURED_DATA = 'roomtone@32473';
/** RFC 5424, 6.2.7. */
const MSGID_MAX = 32;
/** RFC 5424, 6.4: text that is not plain ASCII begins with it. */
const BYTE_ORDER_MARK = '\ufeff';
const NIL = '-';

/** `<length> <message>`, the length in bytes. */
export function syslogFrame(event: SecurityEvent): Buffer {
  const message = Buffer.from(syslogMessage(event));
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

export function syslogMessage(event: SecurityEvent): string {
  const { site, device, program, at, code, severity, detail } = event;
  const priority = FACILITIES[program] * 8 + severityNumber(severity);
  const head = `<${priority}>1 ${at ?? NIL} ${device}.${site} roomtone-${program} ${NIL} ${code.slice(0, MSGID_MAX)}`;
  return `${head} ${structuredData(event)} ${plainText(detail === '' ? code : detail)}`;
}

/** Ours, and what the clock is worth by the registered name for it (RFC 5424, 7.1). */
function structuredData({ id, site, device, code, severity, actor, address, clock }: SecurityEvent): string {
  const values = { id, site, device, code, severity, actor, address };
  const ours = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [parameter(name, value)]));
  const isSynced = clock === 'synced' ? 1 : 0;
  return `[${STRUCTURED_DATA} ${ours.join(' ')}][timeQuality tzKnown="1" isSynced="${isSynced}"]`;
}

/** RFC 5424, 6.3.3: `"`, `\` and `]` are escaped; control signs are allowed there, and break those who read lines. */
const parameter = (name: string, value: string) => `${name}="${oneLine(value).replace(/["\\\]]/g, '\\$&')}"`;

function plainText(text: string): string {
  const line = oneLine(text);
  return /^[\x20-\x7e]*$/.test(line) ? line : `${BYTE_ORDER_MARK}${line}`;
}

/** No control signs, no separators of lines, no half of a surrogate pair, no mark that would reverse the text. */
export const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');
