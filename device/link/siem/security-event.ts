// A security event as it waits for the security logs of the site: what happened, when, how bad it is and, for an act at
// the console, whose. Nothing in it is derived from the people in the room. A detail holds no secret.
import { z } from 'zod';
import { topicLevel } from '../../../shared/identity.ts';
import type { EventMessage } from '../../../shared/messages.ts';
import type { ConsoleEvent } from '../../../shared/security-events.ts';
import { CLOCK_STATES, type ClockState } from '../../../shared/vocabulary.ts';
import { consoleSeverity, linkSeverity, SEVERITIES } from './severity.ts';

export const securityEventSchema = z.strictObject({
  id: z.string().max(64).describe('The same event sent twice has the same one'),
  site: topicLevel,
  device: topicLevel,
  program: z.enum(['link', 'console']),
  at: z.iso.datetime().nullable().describe('Null when the clock was not known'),
  clock: z.enum(CLOCK_STATES),
  code: z.string().max(48),
  severity: z.enum(SEVERITIES),
  actor: z.string().max(64).nullable().describe('Account at the console'),
  address: z.string().max(64).nullable().describe('Network address that the act came from'),
  detail: z.string().max(300),
});
export type SecurityEvent = z.infer<typeof securityEventSchema>;

/** Who and when, for both kinds below. */
export interface Circumstances {
  readonly site: string;
  readonly clock: ClockState;
}

/** Null for an event of operation that is none of security. */
export function fromLink(event: EventMessage, id: string, { site, clock }: Circumstances): SecurityEvent | null {
  const severity = linkSeverity(event.code);
  if (severity === null) return null;
  const { device, at, code, detail } = event;
  const known = clock === 'unknown' ? null : at;
  return { id, site, device, program: 'link', at: known, clock, code, severity, actor: null, address: null, detail };
}

export function fromConsole(event: ConsoleEvent, device: string, { site, clock }: Circumstances): SecurityEvent {
  const { id, action, actor, address, detail } = event;
  const at = clock === 'unknown' ? null : event.at;
  const severity = consoleSeverity(action);
  return { id, site, device, program: 'console', at, clock, code: action, severity, actor, address, detail };
}
