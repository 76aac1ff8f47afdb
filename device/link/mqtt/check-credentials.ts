// Whether new credentials can be used at all: certificates and keys parse, and those that go together fit. Pure.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { PutBrokerCredentials } from '../../../shared/broker-test.ts';
import { RoomtoneError } from '../../../shared/errors.ts';

/** As mqtt's options hold them. */
type Saved = { readonly certificate: unknown; readonly key: unknown };

/** @throws RoomtoneError `CREDENTIALS_INVALID` */
export function checkCredentials(change: PutBrokerCredentials, saved: Saved): void {
  if (typeof change.ca === 'string') parsed('the authority', () => new X509Certificate(change.ca ?? ''));
  const [certificate, key] = [eitherOf(change.certificate, saved.certificate), eitherOf(change.key, saved.key)];
  if (change.certificate === undefined && change.key === undefined) return;
  const own = certificate === null ? null : parsed('the certificate', () => new X509Certificate(certificate));
  const secret = key === null ? null : parsed('the key', () => createPrivateKey(key));
  if (own === null || secret === null || own.checkPrivateKey(secret)) return;
  throw invalid('the key does not belong to the certificate', 'Give both together, as they were issued.');
}

const eitherOf = (proposed: string | null | undefined, saved: unknown): string | Buffer | null => {
  if (proposed !== undefined) return proposed;
  return typeof saved === 'string' || Buffer.isBuffer(saved) ? saved : null;
};

function parsed<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw invalid(`${what} cannot be read`, 'Give it in PEM form, and a key without a password.', error);
  }
}

const invalid = (message: string, hint: string, cause?: unknown) =>
  new RoomtoneError('CREDENTIALS_INVALID', message, hint, { cause });
