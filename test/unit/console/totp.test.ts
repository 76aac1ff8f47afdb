import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../console/accounts/seal.ts';
import { base32, codeAt, matchingStep, otpauthUri, stepAt } from '../../../console/accounts/totp.ts';
import { CryptoRandom } from '../../../device/runtime/random.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('codes by time', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('C16: keep RFC 6238, appendix B, at %d s', (seconds, code) => {
    expect(codeAt(SECRET, stepAt(seconds * 1_000), 8)).toBe(code);
  });

  it('C16: are taken one step before and after, and no further', () => {
    const nowMs = 1_000_000 * 30_000 + 7;
    const matches = (offset: number) => matchingStep(SECRET, codeAt(SECRET, 1_000_000 + offset), nowMs, 0);
    expect([-2, -1, 0, 1, 2].map(matches)).toEqual([null, 999_999, 1_000_000, 1_000_001, null]);
  });

  it('C16: are taken once: a step at or before the last one counts for nothing', () => {
    const nowMs = 1_000_000 * 30_000;
    const code = codeAt(SECRET, 1_000_000);
    expect(matchingStep(SECRET, code, nowMs, 999_999)).toBe(1_000_000);
    expect(matchingStep(SECRET, code, nowMs, 1_000_000)).toBeNull();
    expect(matchingStep(SECRET, code, nowMs, 1_000_001)).toBeNull();
  });

  it('C16: are six digits, blanks allowed, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => /^\d{6}$/.test(text.replace(/\s/g, '')) || matchingStep(SECRET, text, 0, -9) === null,
      ),
    );
    const code = codeAt(SECRET, 5);
    expect(matchingStep(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, 5 * 30_000, 0)).toBe(5);
  });

  it('C16: go to the authenticator in RFC 4648 base32', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(otpauthUri(SECRET, 'admin', 'room.local')).toMatch(
      /^otpauth:\/\/totp\/Roomtone%3Aadmin%40room\.local\?secret=GEZD[A-Z2-7]+&issuer=Roomtone&algorithm=SHA1&digits=6&period=30$/,
    );
  });
});

describe('the seal', () => {
  const random = new CryptoRandom();
  const key = Buffer.from(random.bytes(32));

  it('C16: opens for its own key and account alone, and not once a bit was changed', () => {
    const sealed = seal(key, SECRET, 'admin', random);
    expect(unseal(key, sealed, 'admin')).toEqual(SECRET);
    expect(unseal(key, sealed, 'vera')).toBeNull();
    expect(unseal(Buffer.from(random.bytes(32)), sealed, 'admin')).toBeNull();
    expect(unseal(key, '', 'admin')).toBeNull();
    const bytes = Buffer.from(sealed, 'base64');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    expect(unseal(key, bytes.toString('base64'), 'admin')).toBeNull();
  });
});
