// The ring of released windows is the journal read backwards: what the pages show of the last 31 days, page by page.
import type { WindowsQuery, WindowsResponse } from '../../../shared/link-api.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { NewestFirst, PlacedRecord } from './journal.ts';

/** Where the records come from: an outbox. */
export interface RingSource {
  newestFirst(part: NewestFirst): AsyncIterable<PlacedRecord>;
}

/** One page; `next` is the position of its last window while there is an older one that fits. */
export async function readRing(source: RingSource, query: WindowsQuery): Promise<WindowsResponse> {
  const windows: WindowMessage[] = [];
  let last: number | null = null;
  for await (const { position, record } of source.newestFirst(partOf(query))) {
    if (query.stream !== undefined && record.label !== query.stream) continue;
    const window = windowSchema.safeParse(parseJson(record.payload)).data;
    if (window === undefined || !isWithin(window, query)) continue;
    if (windows.length >= query.limit) return { windows, next: String(last) };
    windows.push(window);
    last = position;
  }
  return { windows, next: null };
}

/** A window is appended after it has begun: older segments hold nothing of it. */
function partOf({ before, from }: WindowsQuery): NewestFirst {
  return {
    ...(before === undefined ? {} : { before: Number(before) }),
    ...(from === undefined ? {} : { newerThanMs: Date.parse(from) }),
  };
}

function isWithin({ window }: WindowMessage, { from, to }: WindowsQuery): boolean {
  const startMs = Date.parse(window.start);
  return (from === undefined || startMs >= Date.parse(from)) && (to === undefined || startMs < Date.parse(to));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
