// How the fingerprint of a certificate is written where a person compares it with another: label, claim page, certificate.

/**
 * Lines of eight pairs, a wider gap in the middle: an eye that compares keeps four pairs in mind.
 *
 * @param fingerprint SHA-256 in hexadecimal pairs parted by colons
 */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const pairs = fingerprint.split(':');
  const groupAt = (first: number) => pairs.slice(first, first + 4).join(':');
  return Array.from({ length: Math.ceil(pairs.length / 8) }, (_, line) =>
    [groupAt(line * 8), groupAt(line * 8 + 4)].join('   ').trim(),
  );
}
