// Every device publishes its windows a stable while after they end, so that a fleet does not burst.
import { createHash } from 'node:crypto';
import type { Identity } from '../../shared/identity.ts';
import { PUBLICATION_OFFSET_MS } from '../../shared/limits.ts';

/** Milliseconds in [0, `spreadMs`), the same for ever, uniform over a fleet. */
export function publicationOffsetMs({ site, device }: Identity, spreadMs: number = PUBLICATION_OFFSET_MS): number {
  const digest = createHash('sha256').update(`${site}/${device}`).digest();
  return Math.floor((digest.readUInt32BE(0) / 2 ** 32) * spreadMs);
}
