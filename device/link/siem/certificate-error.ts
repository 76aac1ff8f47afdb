// Whether a connection failed for its certificates or keys: that needs a person, where a server that is away needs time.
const PATTERN =
  /^(CERT_|ERR_TLS_|ERR_SSL_|CREDENTIALS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|HOSTNAME_MISMATCH|INVALID_CA)/;

export function isCertificateError(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string' && PATTERN.test(code)) return true;
  return cause !== undefined && cause !== error && isCertificateError(cause);
}
