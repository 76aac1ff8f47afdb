// Which names this device answers to. A page of a stranger whose name was made to point here (DNS rebinding) is refused
// with 421 (RFC 9110, 15.5.20).
import { hostname, networkInterfaces } from 'node:os';
import type { Clock } from '../../device/runtime/clock.ts';

const REFRESH_MS = 10_000;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'] as const;

/** Names and addresses as they stand in a certificate: addresses without brackets or zone. */
export function liveNames(): readonly string[] {
  const host = hostname().toLowerCase();
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const live = addresses.filter((each) => !each.internal).map((each) => each.address.replace(/%.*$/, '').toLowerCase());
  return [...new Set([...LOOPBACK, host, ...(host.includes('.') ? [] : [`${host}.local`]), ...live])];
}

/** Follows the addresses, which change with DHCP. */
export class HostNames {
  readonly #clock: Clock;
  readonly #read: () => readonly string[];
  #names: ReadonlySet<string> = new Set();
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, read: () => readonly string[] = liveNames) {
    this.#clock = clock;
    this.#read = read;
  }

  /** Whether a `Host` header (name or address, port or none) names this device. */
  accepts(header: string | undefined): boolean {
    const name = header === undefined ? null : hostNameOf(header);
    return name !== null && this.#current().has(name);
  }

  #current(): ReadonlySet<string> {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#readAtMs >= REFRESH_MS) {
      this.#names = new Set(this.#read());
      this.#readAtMs = nowMs;
    }
    return this.#names;
  }
}

/** The name of a `Host` header without port and brackets, or null where it has no such shape. */
export function hostNameOf(header: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
}
