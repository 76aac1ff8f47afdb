// Where a phone in the same network finds the console, and the QR code that takes it there. The claim code travels behind
// the `#` of the address, which browsers do not send.
import { isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';

/** Networks that exist only inside this machine. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|tailscale|wg|tun)/;

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host);

/** The address that a phone types: the one listened on, or the first of a real network; null where none leads here. */
export function phoneHost(host: string, interfaces: Interfaces = networkInterfaces()): string | null {
  if (isLoopback(host)) return null;
  if (host !== '0.0.0.0' && host !== '::') return isIPv6(host) ? `[${host}]` : host;
  const real = Object.entries(interfaces).filter(([name]) => !VIRTUAL.test(name));
  const addresses = real.flatMap(([, list]) => list ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? null;
}

/** `https://192.0.2.10:8443`, with the step of set-up behind it where there is a code to give. */
export function phoneAddress(host: string, port: string, claimCode: string | null): string {
  return `https://${host}:${port}${claimCode === null ? '' : `/#/setup/claim/${claimCode}`}`;
}

/** Half blocks, dark on light as terminals with a dark ground show it inverted: phones read both. */
export const codeForTerminal = (text: string) => renderUnicodeCompact(text, { ecc: 'L', border: 2 });
