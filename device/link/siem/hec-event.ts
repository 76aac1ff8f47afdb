// A security event as Splunk's HTTP Event Collector takes it (Splunk, "Format events for HTTP Event Collector").
import type { SecurityEvent } from './security-event.ts';

const SOURCE_TYPE = 'roomtone:security';

/** One object; without `time` Splunk stamps it on arrival, which is right where our clock is not known. */
export function hecEvent(event: SecurityEvent): string {
  const { site, device, program, at, ...rest } = event;
  return JSON.stringify({
    ...(at === null ? {} : { time: Date.parse(at) / 1_000 }),
    host: `${device}.${site}`,
    source: `roomtone:${program}`,
    sourcetype: SOURCE_TYPE,
    event: { site, device, program, at, ...rest },
  });
}

/** A batch is objects one behind the other, not a list. */
export const hecBatch = (events: readonly SecurityEvent[]) => events.map(hecEvent).join('\n');
