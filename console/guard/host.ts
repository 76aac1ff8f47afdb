// Which names this device answers to. A page of a stranger whose name was made to point here (DNS rebinding) is refused
// with 421 (RFC 9110, 15.5.20).
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../device/runtime/clock.ts';
import { hostNames, LOOPBACK } from '../certificate/certificate-names.ts';

const REFRESH_MS = 10_000;

/** Every name and address of this moment, without brackets or zone. */
export function liveNames(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const live = addresses.filter((each) => !each.internal).map((each) => each.address.replace(/%.*$/, '').toLowerCase());
  return [...new Set([...LOOPBACK, ...hostNames(), ...live])];
}

/** Follows the addresses, which change with DHCP, and the names of a certificate that an admin has brought. */
export class HostNames {
  readonly #clock: Clock;
  readonly #read: () => readonly string[];
  readonly #brought: () => readonly string[];
  #names: ReadonlySet<string> = new Set();
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, read: () => readonly string[] = liveNames, brought: () => readonly string[] = () => []) {
    this.#clock = clock;
    this.#read = read;
    this.#brought = brought;
  }

  /** Whether a `Host` header (name or address, port or none) names this device. */
  accepts(header: string | undefined): boolean {
    const name = header === undefined ? null : hostNameOf(header);
    return name !== null && (this.#current().has(name) || this.#brought().includes(name));
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
