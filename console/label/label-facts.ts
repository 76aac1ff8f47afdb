// What a label says of this device: who it is, where its console is found and which certificate it shows.
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { readState } from '../../device/runtime/durable-state.ts';
import { findIdentity } from '../../device/runtime/identity-file.ts';
import { RoomtoneError } from '../../shared/errors.ts';
import { fingerprintOf, namesOf } from '../certificate/certificate.ts';
import { LOOPBACK } from '../certificate/certificate-names.ts';
import { CERTIFICATE_FILES, certificateStateSchema } from '../certificate/certificate-store.ts';
import type { LabelFacts } from './label.ts';

export interface ShownCertificate {
  readonly fingerprint: string;
  readonly validTo: Date;
  /** Names and addresses that it covers: a browser complains of every other. */
  readonly names: readonly string[];
}

export interface LabelOptions {
  readonly stateFolder: string;
  readonly certificate: ShownCertificate;
  readonly port: number;
  /** The name or address to print first; null leaves it to the order of {@link consoleAddresses}. */
  readonly first: string | null;
  readonly claimCode: string | null;
}

export async function labelFacts({
  stateFolder,
  certificate,
  port,
  first,
  claimCode,
}: LabelOptions): Promise<LabelFacts> {
  const { fingerprint, validTo, names } = certificate;
  const identity = await findIdentity(stateFolder);
  const addresses = consoleAddresses(names, port, first);
  return { device: identity?.device ?? null, addresses, fingerprint, validTo, claimCode };
}

/**
 * Where others reach the console. A name of the network's lasts longest, then the one that the device gives itself
 * (mDNS), then an IPv4 address; paper outlives what a router hands out.
 */
export function consoleAddresses(names: readonly string[], port: number, first: string | null): readonly string[] {
  const reachable = names.filter((name) => !name.includes('*') && !LOOPBACK.some((own) => own === name));
  const ordered = reachable.toSorted((a, b) => rankOf(a) - rankOf(b));
  const hosts = first === null ? ordered : [first, ...ordered.filter((name) => name !== first)];
  return hosts.map((name) => `https://${isIP(name) === 6 ? `[${name}]` : name}${port === 443 ? '' : `:${port}`}`);
}

function rankOf(name: string): number {
  if (isIP(name) === 4) return 2;
  if (isIP(name) === 6) return 4;
  if (name.endsWith('.local')) return 1;
  return name.includes('.') ? 0 : 3;
}

/**
 * The certificate in the state folder that the console shows: an uploaded one while it holds, else the device's own. One
 * that a start names by files is known to the running console alone.
 *
 * @throws RoomtoneError `CERTIFICATE_MISSING` before the first start
 */
export async function keptCertificate(stateFolder: string, nowMs: number): Promise<ShownCertificate> {
  for (const name of [CERTIFICATE_FILES.brought, CERTIFICATE_FILES.own]) {
    const path = join(stateFolder, 'console', name);
    const state = await readState({ path, schema: certificateStateSchema, version: 1 });
    if (state === null || state.certificate === '') continue;
    const certificate = new X509Certificate(state.certificate);
    const validTo = new Date(certificate.validTo);
    if (name === CERTIFICATE_FILES.brought && validTo.getTime() < nowMs) continue;
    return { fingerprint: fingerprintOf(state), validTo, names: namesOf(certificate) };
  }
  throw new RoomtoneError(
    'CERTIFICATE_MISSING',
    `${stateFolder} holds no certificate yet`,
    'Start the device once where it will stand, then print its label.',
  );
}
