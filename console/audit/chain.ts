// The chain of the audit log: each line's hash covers the line and the hash before it, so that a changed, missing or
// reordered line breaks every later one. Pure.
import { createHash } from 'node:crypto';
import { type AuditEntry, auditEntrySchema } from '../../shared/console-api.ts';

/** Where a chain stands: the last line that is known of. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

export const GENESIS: Link = { seq: 0, hash: '0'.repeat(64) };

/** What is said; the chain adds the rest. */
export type AuditAct = Pick<AuditEntry, 'action' | 'actor' | 'address' | 'detail'>;

export function nextEntry(last: Link, act: AuditAct, at: string): AuditEntry {
  const { action, actor, address, detail } = act;
  const body = { seq: last.seq + 1, at, action, actor, address, detail, previous: last.hash };
  return { ...body, hash: hashOf(body) };
}

export interface ChainCheck {
  readonly intact: boolean;
  /** Lines checked before the first fault. */
  readonly checked: number;
  /** `seq` of the first line at fault, or of the line that is missing. */
  readonly brokenAt: number | null;
}

/**
 * Checks `entries`, oldest first. `anchor` is the last line that was pruned on purpose; pruning that was cut short may
 * have left lines from before it. `head` is the last line that was ever written: without it nobody would miss the tail.
 */
export function checkChain(entries: readonly AuditEntry[], anchor: Link, head: Link): ChainCheck {
  let last = startOf(entries, anchor);
  let checked = 0;
  for (const entry of entries) {
    const isNext = entry.seq === last.seq + 1 && entry.previous === last.hash && entry.hash === hashOf(entry);
    const isKnown = [anchor, head].every((link) => link.seq !== entry.seq || link.hash === entry.hash);
    if (!isNext || !isKnown) return { intact: false, checked, brokenAt: last.seq + 1 };
    last = entry;
    checked += 1;
  }
  if (last.seq < head.seq) return { intact: false, checked, brokenAt: last.seq + 1 };
  return { intact: true, checked, brokenAt: null };
}

/** What a log holds, oldest first, and whether its chain holds. */
export interface AuditReading {
  readonly entries: readonly AuditEntry[];
  readonly chain: ChainCheck;
  readonly anchor: Link;
  readonly head: Link;
}

/** Reads `lines` up to the first that is none of this log. */
export function readingOf(
  lines: readonly string[],
  { anchor, head }: Pick<AuditReading, 'anchor' | 'head'>,
): AuditReading {
  const parsed = lines.map(parseLine);
  const damaged = parsed.indexOf(null);
  const entries = (damaged === -1 ? parsed : parsed.slice(0, damaged)).filter((entry) => entry !== null);
  const checked = checkChain(entries, anchor, head);
  const isDamaged = damaged !== -1 && checked.intact;
  const brokenAt = (entries.at(-1)?.seq ?? anchor.seq) + 1;
  return { entries, chain: isDamaged ? { ...checked, intact: false, brokenAt } : checked, anchor, head };
}

function startOf(entries: readonly AuditEntry[], anchor: Link): Link {
  const first = entries[0];
  if (first === undefined || first.seq > anchor.seq) return anchor;
  return { seq: first.seq - 1, hash: first.previous };
}

/** The line as an entry, or null where it is no line of this log. */
export function parseLine(line: string): AuditEntry | null {
  try {
    return auditEntrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Over a list in a fixed order, not over an object, whose key order a rewriter might change. */
function hashOf({ seq, at, action, actor, address, detail, previous }: Omit<AuditEntry, 'hash'>): string {
  const text = JSON.stringify([seq, at, action, actor, address, detail, previous]);
  return createHash('sha256').update(text).digest('hex');
}
