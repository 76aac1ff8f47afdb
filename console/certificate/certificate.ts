// The device's own certificate: ECDSA P-256, self-signed, for all its names and addresses (RFC 5280, RFC 6125).
import 'reflect-metadata';
import { createHash, X509Certificate as NodeCertificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type Clock, WALL_FLOOR_MS } from '../../device/runtime/clock.ts';
import type { Random } from '../../device/runtime/random.ts';
import type { CertificateResponse } from '../../shared/console-access.ts';

const DAY_MS = 24 * 3_600_000;
/** What browsers accept at most. */
const VALID_DAYS = 397;
/** Replaced when less is left, so that a box that is visited rarely never shows an expired one. */
export const RENEW_DAYS = 30;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface KeyPair {
  /** PEM, PKCS#8. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

/**
 * Valid from a day before now, since a device's clock and a browser's differ. A device that has not heard what time it
 * is counts from the day of its release.
 */
export async function makeCertificate(
  names: readonly string[],
  clock: Pick<Clock, 'wallMs'>,
  random: Random,
): Promise<KeyPair> {
  const nowMs = Math.max(clock.wallMs(), WALL_FLOOR_MS);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialFrom(random),
    name: 'CN=Roomtone',
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + (VALID_DAYS - 1) * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map(alternativeName)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const exported = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: PemConverter.encode(exported, 'PRIVATE KEY'), certificate: certificate.toString('pem') };
}

/**
 * Whether another one must be made: it ends soon, or does not cover one of `names`. By a clock that is plainly wrong
 * nothing ends; that it does not hold yet only a clock that has heard the time can say.
 */
export function shouldReplace(
  pair: KeyPair,
  names: readonly string[],
  clock: Pick<Clock, 'wallMs' | 'state'>,
): boolean {
  const certificate = new NodeCertificate(pair.certificate);
  if (!names.every((name) => isNamed(certificate, name))) return true;
  const nowMs = clock.wallMs();
  if (clock.state() === 'synced' && Date.parse(certificate.validFrom) > nowMs) return true;
  return clock.state() !== 'unknown' && Date.parse(certificate.validTo) - nowMs <= RENEW_DAYS * DAY_MS;
}

/** `wanted`: names that it should cover. */
export function describeCertificate(
  pair: KeyPair,
  source: CertificateResponse['source'],
  wanted: readonly string[],
): CertificateResponse {
  const certificate = new NodeCertificate(pair.certificate);
  return {
    source,
    fingerprint: fingerprintOf(pair),
    issuer: certificate.issuer.split('\n').join(', '),
    names: [...namesOf(certificate)],
    notCovered: wanted.filter((name) => !isNamed(certificate, name)),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
  };
}

/** Host names and addresses of the subject alternative name. */
export function namesOf(certificate: NodeCertificate): readonly string[] {
  const entries = certificate.subjectAltName?.split(', ') ?? [];
  return entries.flatMap((entry) => {
    const name = /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1]?.toLowerCase();
    if (name === undefined) return [];
    // As a `Host` header says it: `::1`, not `0:0:0:0:0:0:0:1`.
    return [isIP(name) === 6 ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name];
  });
}

/** SHA-256 of the certificate, as browsers print it. */
export function fingerprintOf(pair: KeyPair): string {
  const digest = createHash('sha256').update(new NodeCertificate(pair.certificate).raw).digest('hex').toUpperCase();
  return digest.match(/../g)?.join(':') ?? '';
}

function isNamed(certificate: NodeCertificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

const alternativeName = (name: string) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }) as const;

/** Positive and 16 bytes: the first bit is clear, the second set (RFC 5280, 4.1.2.2). */
function serialFrom(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
