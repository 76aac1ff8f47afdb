// A certificate that an admin brings: checked before it is taken, so that no upload can lock everybody out. Pure.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { messageOf, RoomtoneError } from '../../shared/errors.ts';
import { type KeyPair, namesOf } from './certificate.ts';

const DAY_MS = 24 * 3_600_000;
const CHAIN_MAX = 6;
const RSA_BITS_MIN = 2_048;
const CURVES = ['prime256v1', 'secp384r1'];

/**
 * `chain`: PEM, the device's certificate first; `key`: PEM, not encrypted.
 *
 * @throws RoomtoneError `CERTIFICATE_REFUSED`, with what is wrong
 */
export function checkBrought(chain: string, key: string, nowMs: number): KeyPair {
  const certificates = parseChain(chain);
  const [own] = certificates;
  if (own === undefined) throw refused('there is no certificate in it', 'Give it as PEM: -----BEGIN CERTIFICATE-----.');
  const privateKey = parseKey(key);
  if (!own.checkPrivateKey(privateKey))
    throw refused('the key belongs to another certificate', 'Give the key of this one.');
  refuseWeak(privateKey);
  refuseOutdated(own, nowMs);
  if (namesOf(own).length === 0) throw refused('it names no host', 'Browsers need a subject alternative name.');
  refuseGap(certificates);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificates.map(String).join(''),
  };
}

function parseChain(text: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > CHAIN_MAX) throw refused(`it holds ${blocks.length} certificates`, `Give at most ${CHAIN_MAX}.`);
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw refused('a certificate in it cannot be read', 'Give it as PEM, unchanged.', error);
  }
}

function parseKey(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const isEncrypted = /ENCRYPTED/.test(text);
    throw refused(
      isEncrypted ? 'the key is encrypted' : 'the key cannot be read',
      isEncrypted ? 'Give it without a passphrase: openssl pkey -in key.pem.' : 'Give it as PEM.',
      error,
    );
  }
}

function refuseWeak({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void {
  const isStrongRsa = asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS_MIN;
  const isKnownCurve = asymmetricKeyType === 'ec' && CURVES.includes(asymmetricKeyDetails?.namedCurve ?? '');
  if (isStrongRsa || isKnownCurve) return;
  throw refused('browsers do not take its key', `Use ECDSA on P-256 or P-384, or RSA of ${RSA_BITS_MIN} bits or more.`);
}

function refuseOutdated(own: X509Certificate, nowMs: number): void {
  if (Date.parse(own.validFrom) > nowMs)
    throw refused(`it holds from ${own.validFrom}`, 'Check the clock of the device.');
  if (Date.parse(own.validTo) - nowMs > DAY_MS) return;
  throw refused(`it holds until ${own.validTo}`, 'Renew it first; it must hold for more than a day.');
}

/** Each is issued by the next: in any other order many clients give up. */
function refuseGap(certificates: readonly X509Certificate[]): void {
  const isChain = certificates.every((certificate, index) => {
    const issuer = certificates[index + 1];
    return issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  });
  if (!isChain) throw refused('its chain has a gap', 'Give the own certificate first, then each one’s issuer.');
}

const refused = (message: string, hint: string, cause?: unknown) =>
  new RoomtoneError('CERTIFICATE_REFUSED', `this certificate is refused: ${message}`, hint, {
    cause: cause === undefined ? undefined : messageOf(cause),
  });
