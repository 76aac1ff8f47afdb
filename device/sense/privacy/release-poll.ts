// A long poll of the release store: answers at once when there is something, else waits for it, bounded.
import type { ReleaseRecord } from '../../../shared/sense-api.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { ReleaseStore } from './release-store.ts';

export interface Poll {
  readonly limit: number;
  readonly waitMs: number;
  /** Each ends the wait early: the asker is gone, or sense stops. */
  readonly ends: readonly AbortSignal[];
}

/** Durable releases, oldest first, at most `limit`; empty when the wait is over. */
export async function pollReleases(store: ReleaseStore, clock: Clock, poll: Poll): Promise<ReleaseRecord[]> {
  const { limit, waitMs, ends } = poll;
  const ready = store.take(limit);
  if (ready.length > 0 || waitMs === 0 || ends.some(({ aborted }) => aborted)) return ready;
  const over = new AbortController();
  const end = () => over.abort();
  // Not AbortSignal.any: sense's own signal lives as long as sense, and would remember every poll.
  for (const signal of ends) signal.addEventListener('abort', end);
  clock.sleep(waitMs, over.signal).then(end, () => {});
  await store.untilReady(over.signal);
  end();
  for (const signal of ends) signal.removeEventListener('abort', end);
  return store.take(limit);
}
