// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. Bounded, so that no server can silence us for ever. Pure.
const MAX_MS = 3_600_000;

/** Milliseconds to wait, or null where it says nothing that can be read. */
export function retryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.min(MAX_MS, Math.max(0, ms)) : null;
}
