// The records that link adds for windows in which sense did not run at all: no counts, the reason `down`, and nothing
// else that is new. Pure.
//
// Their idempotency key lives in boot 0, which sense never has (its first start is boot 1), and their sequence number
// follows from the window itself: made twice, after a crash or by two programs, they have the same key and bytes.
import { STREAMS, type Stream } from '../../../shared/vocabulary.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { NewRecord } from '../outbox/outbox.ts';
import { recordKey } from '../outbox/record.ts';

export const DOWN_BOOT = 0;
/** More than there are streams, so that start and stream make one number. */
const STREAM_SLOTS = 16;

/** Sequence number of the `down` record of a stream whose window starts at `startMs` (a whole second, UTC). */
export function downSeq(startMs: number, stream: Stream): number {
  return Math.floor(startMs / 1_000) * STREAM_SLOTS + STREAMS.indexOf(stream);
}

/** Starts of the windows of `seconds` that lie wholly within [fromMs, toMs), aligned to UTC multiples as sense's are. */
export function wholeWindows(fromMs: number, toMs: number, seconds: number): readonly number[] {
  const lengthMs = seconds * 1_000;
  const starts: number[] = [];
  for (let startMs = Math.ceil(fromMs / lengthMs) * lengthMs; startMs + lengthMs <= toMs; startMs += lengthMs) {
    starts.push(startMs);
  }
  return starts;
}

/** `last`: the newest window that sense released of this stream; what it says of terms still holds. */
export function downWindow(
  last: WindowMessage,
  startMs: number,
  clock: WindowMessage['window']['clock'],
): WindowMessage {
  const start = new Date(startMs).toISOString();
  const sameDay = last.window.start.slice(0, 10) === start.slice(0, 10);
  return windowSchema.parse({
    ...last,
    boot: DOWN_BOOT,
    seq: downSeq(startMs, last.stream),
    window: { start, seconds: last.window.seconds, complete: true, clock },
    counts: null,
    suppressed: 'down',
    models: {},
    privacy: { ...last.privacy, epsilonMilli: 0, mechanism: 'none', spentMilli: sameDay ? last.privacy.spentMilli : 0 },
    quality: { coveragePercent: 0 },
  });
}

export function downRecord(window: WindowMessage): NewRecord {
  return { key: recordKey(window), label: window.stream, note: window.suppressed, payload: JSON.stringify(window) };
}
