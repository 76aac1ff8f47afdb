// The ring of released windows is the journal read backwards: what the pages show of the last 31 days.
import type { Stream } from '../../../shared/vocabulary.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { OutboxRecord } from './record.ts';

/** The newest windows first, at most `limit`, of `stream` when one is given. */
export async function readRing(
  newestFirst: AsyncIterable<OutboxRecord>,
  { stream, limit }: { readonly stream?: Stream | undefined; readonly limit: number },
): Promise<readonly WindowMessage[]> {
  const windows: WindowMessage[] = [];
  for await (const { label, payload } of newestFirst) {
    if (windows.length >= limit) break;
    if (stream !== undefined && label !== stream) continue;
    const parsed = windowSchema.safeParse(JSON.parse(payload));
    if (parsed.success) windows.push(parsed.data);
  }
  return windows;
}
