// A long poll of the release store: answers at once when there is something, else waits for it, bounded.
import type { ReleaseRecord } from '../../../shared/sense-api.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { ReleaseStore } from './release-store.ts';

export interface Poll {
  readonly limit: number;
  readonly waitMs: number;
  /** Ends the wait early: the asker is gone, or sense stops. */
  readonly signal: AbortSignal;
}

/** Durable releases, oldest first, at most `limit`; empty when the wait is over. */
export async function pollReleases(store: ReleaseStore, clock: Clock, poll: Poll): Promise<ReleaseRecord[]> {
  const ready = store.take(poll.limit);
  if (ready.length > 0 || poll.waitMs === 0 || poll.signal.aborted) return ready;
  const over = new AbortController();
  const waiting = AbortSignal.any([over.signal, poll.signal]);
  clock.sleep(poll.waitMs, waiting).then(
    () => over.abort(),
    () => {},
  );
  await store.untilReady(waiting);
  over.abort();
  return store.take(poll.limit);
}
