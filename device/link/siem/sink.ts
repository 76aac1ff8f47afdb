// A sink is one security log of the site, as the courier sees it.
import type { SecurityEvent } from './security-event.ts';

export type Outcome =
  | { readonly kind: 'taken' }
  /** Not now. `afterMs`: the other side named a time. `person`: it will not end before somebody does something. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number | null; readonly person: boolean }
  /** It will never take these bytes. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Sink {
  readonly name: 'syslog' | 'splunk';
  /** Whether somebody has turned it on. */
  readonly isOn: boolean;
  /** Sends `events` in their order. Never rejects. */
  send(events: readonly SecurityEvent[], signal: AbortSignal): Promise<Outcome>;
}

export const later = (reason: string, afterMs: number | null = null): Outcome => ({
  kind: 'later',
  reason,
  afterMs,
  person: false,
});

/** A certificate, a token, a right: trying often is of no use. */
export const waitsForPerson = (reason: string): Outcome => ({ kind: 'later', reason, afterMs: null, person: true });
