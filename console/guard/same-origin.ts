// Requests from other sites are refused before anything reads them: whatever changes something, and every WebSocket,
// must name this origin; what only reads must not come from elsewhere unless a person followed a link.
import { originForeign } from '../errors.ts';

export interface RequestSource {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
  readonly isUpgrade: boolean;
}

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * OWASP ASVS 5.0, 3.5; Fetch Metadata (W3C).
 *
 * @throws RoomtoneError `ORIGIN_FOREIGN`
 */
export function refuseForeign(source: RequestSource): void {
  const isOwn = source.origin !== undefined && source.origin === `https://${source.host ?? ''}`;
  if (source.isUpgrade || !READING.includes(source.method)) {
    const site = source.fetchSite ?? 'same-origin';
    if (!isOwn || site !== 'same-origin') throw originForeign();
    return;
  }
  if (source.origin !== undefined && !isOwn) throw originForeign();
  const isForeign = source.fetchSite === 'cross-site' || source.fetchSite === 'same-site';
  if (isForeign && source.fetchMode !== 'navigate') throw originForeign();
}
