// What to do with a publication that the broker answered with a reason code of 128 or more. Pure.

/** Not authorised and similar: a person may be mending the rights, so it is worth some tries, and not for ever. */
const TRIES = 5;
const WAITS_MS = [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000] as const;
const QUOTA_WAIT_MS = 60_000;

/** MQTT 5, 3.4.2.1: too large, a bad name, a bad payload. The same bytes will be refused again. */
const HOPELESS: ReadonlySet<number> = new Set([144, 149, 153]);
const QUOTA_EXCEEDED = 151;

export type Refusal = { readonly give: 'up' | 'time'; readonly afterMs: number };

/** `refusals`: how often this record was refused, this time included. */
export function refusalFor(reasonCode: number, refusals: number): Refusal {
  if (HOPELESS.has(reasonCode)) return { give: 'up', afterMs: 0 };
  if (reasonCode === QUOTA_EXCEEDED) return { give: 'time', afterMs: QUOTA_WAIT_MS };
  if (refusals >= TRIES) return { give: 'up', afterMs: 0 };
  return { give: 'time', afterMs: WAITS_MS[refusals - 1] ?? QUOTA_WAIT_MS };
}
