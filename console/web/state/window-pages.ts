// The released windows of a span of time, page by page out of the device's ring, newest first; later only what is new.
import type { WindowMessage } from '../../../shared/window.ts';
import { request } from './api.ts';
import { windowKey } from './window-key.ts';

export type MoodStream = 'mood' | 'voice';

interface Page {
  readonly windows: readonly WindowMessage[];
  readonly next: string | null;
}

export interface LoadedWindows {
  readonly windows: readonly WindowMessage[];
  /** The oldest of the span were left out: there are too many for a page in a browser. */
  readonly isCut: boolean;
}

const PAGE = 500;
/** 6,000 windows: two months of a quarter of an hour, a day of the demo. */
const PAGES_MAX = 12;

/** @throws Refusal */
export async function loadWindows(stream: MoodStream, from: Date): Promise<LoadedWindows> {
  const windows: WindowMessage[] = [];
  let next: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer: Page = await loadPage(stream, from, next);
    windows.push(...answer.windows);
    next = answer.next;
    if (next === null) break;
  }
  return { windows, isCut: next !== null };
}

/** What came since; one page is enough between two looks. @throws Refusal */
export async function loadNewest(
  stream: MoodStream,
  from: Date,
  known: readonly WindowMessage[],
): Promise<readonly WindowMessage[]> {
  return merged((await loadPage(stream, from, null)).windows, known);
}

function loadPage(stream: MoodStream, from: Date, before: string | null): Promise<Page> {
  const query = new URLSearchParams({ stream, from: from.toISOString(), limit: String(PAGE) });
  if (before !== null) query.set('before', before);
  return request<Page>('GET', `/api/windows?${query}`, { background: true });
}

/** Newest first, each window once. */
export function merged(newest: readonly WindowMessage[], known: readonly WindowMessage[]): readonly WindowMessage[] {
  const keys = new Set(newest.map(windowKey));
  return [...newest, ...known.filter((each) => !keys.has(windowKey(each)))];
}
