// The fingerprint of the certificate that the console shows, read where a browser would read it: whoever opens the console
// for the first time compares the two.
import { connect } from 'node:tls';

const WAIT_MS = 3_000;

/** SHA-256 in hexadecimal pairs, or null where there is no answer. */
export function shownFingerprint(url: string): Promise<string | null> {
  const { hostname, port } = new URL(url);
  const host = hostname === '0.0.0.0' || hostname === '[::]' ? 'localhost' : hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    // Nothing is trusted here: only what is shown is read.
    const socket = connect({ host, port: Number(port), rejectUnauthorized: false, timeout: WAIT_MS });
    const end = (fingerprint: string | null) => {
      socket.destroy();
      resolve(fingerprint);
    };
    socket.once('secureConnect', () => end(socket.getPeerCertificate().fingerprint256 ?? null));
    socket.once('error', () => end(null));
    socket.once('timeout', () => end(null));
  });
}
