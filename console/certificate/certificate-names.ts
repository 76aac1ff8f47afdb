// The names and addresses that the device's own certificate covers: those by which it can be asked where it listens, and
// that last. Temporary IPv6 addresses (RFC 8981) change every day and nobody types them: a certificate that followed them
// would be a new one each morning.
import { readFileSync } from 'node:fs';
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

export const LOOPBACK = ['localhost', '127.0.0.1', '::1'] as const;
/** A certificate for more than that is a sign of many virtual networks, of which nobody asks by address. */
const ADDRESSES_MAX = 16;
/** include/uapi/linux/if_addr.h */
const TEMPORARY = 0x01;
const DEPRECATED = 0x20;
const TENTATIVE = 0x40;

/** What must be covered where the console listens on `host`. */
export function certificateNames(host: string): readonly string[] {
  if (isLoopback(host)) return LOOPBACK;
  const isAny = host === '0.0.0.0' || host === '::';
  const addresses = isAny ? stableAddresses(networkInterfaces(), readIfInet6()) : [host];
  return [...new Set([...LOOPBACK, ...hostNames(), ...addresses])];
}

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host);

/** The name of the machine, and its name on the local network (mDNS). */
export function hostNames(): readonly string[] {
  const host = hostname().toLowerCase();
  return host.includes('.') ? [host] : [host, `${host}.local`];
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * Addresses that last, without those that need a zone. `ifInet6`: text of proc_net_if_inet6(5), which alone tells
 * temporary addresses: `<address> <index> <prefix> <scope> <flags> <name>`.
 */
export function stableAddresses(interfaces: Interfaces, ifInet6: string): readonly string[] {
  const passing = new Set(ifInet6.split('\n').flatMap(passingAddress));
  const addresses = Object.values(interfaces).flatMap((list) => list ?? []);
  return addresses
    .filter(({ internal, address, family }) => !internal && (family === 'IPv4' || !/^fe[89ab]/i.test(address)))
    .filter(({ address, family }) => family === 'IPv4' || !passing.has(hexOf(address)))
    .map(({ address }) => address.toLowerCase())
    .slice(0, ADDRESSES_MAX);
}

function passingAddress(line: string): string[] {
  const [address, , , , flags] = line.trim().split(/\s+/);
  const isPassing = (Number.parseInt(flags ?? '0', 16) & (TEMPORARY | DEPRECATED | TENTATIVE)) !== 0;
  return address !== undefined && isPassing ? [address] : [];
}

/** 32 hexadecimal digits, as the kernel writes them. */
function hexOf(address: string): string {
  const [left = '', right] = address.toLowerCase().split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = Array.from({ length: right === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join('');
}

function readIfInet6(): string {
  try {
    return readFileSync('/proc/net/if_inet6', 'utf8');
  } catch {
    return '';
  }
}
