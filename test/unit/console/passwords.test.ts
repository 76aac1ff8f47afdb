import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCommonPassword } from '../../../console/accounts/common-passwords.ts';
import { checkPassword } from '../../../console/accounts/password.ts';
import { delayAfterMs } from '../../../console/accounts/sign-in-delay.ts';
import { strengthOf } from '../../../console/web/state/password-strength.ts';
import { isRoomtoneError } from '../../../shared/errors.ts';

function refusalOf(password: string, name = 'admin'): string | null {
  try {
    checkPassword(password, name);
    return null;
  } catch (error) {
    return isRoomtoneError(error) ? error.code : 'other';
  }
}

describe('the rules of passwords', () => {
  it('C2: refuse fewer than 12 signs and take 12 to 128 of any kind', () => {
    fc.assert(fc.property(fc.string({ maxLength: 11 }), (short) => refusalOf(short) === 'PASSWORD_REFUSED'));
    for (const length of [12, 64, 128]) {
      const password = 'q7 Ä-☂k!zP~e'.repeat(11).slice(0, length);
      expect([length, refusalOf(password)]).toEqual([length, null]);
    }
    expect(refusalOf('q7 Ä-☂k!zP~e'.repeat(11).slice(0, 129))).toBe('PASSWORD_REFUSED');
  });

  it('C2: count signs as people do, not code units', () => {
    expect(refusalOf('🌿🌱🪴🌵🌲🌳')).toBe('PASSWORD_REFUSED');
    expect(refusalOf('🌿🌱🪴🌵🌲🌳🍀🎋🎍🌾💐🌷')).toBeNull();
  });

  it('C2: refuse what an attacker tries first', () => {
    const common = [
      'passwordpassword',
      'Password12345',
      'P@ssw0rdP@ssw0rd',
      'qwertyuiopas',
      '123456789012',
      '987654321098',
      'abcdefghijklm',
      'changemechangeme',
      'administrator',
      'Administrator1!',
      'raspberrypi2026',
      'correcthorsebatterystaple',
      'Letmein!!!!!!',
      'iloveyou2024!',
      'roomtone12345',
      'aaaaaaaaaaaaaaaa',
      '1q2w3e4r5t6y',
    ];
    expect(common.filter((password) => refusalOf(password) === null)).toEqual([]);
    expect(refusalOf('lena-lena-lena', 'lenalenalena')).toBe('PASSWORD_REFUSED');
  });

  it('C2: take what people make up', () => {
    const fine = [
      'a quiet room with plants',
      'tR4m line 9, platform B',
      'blau.kariert.montags',
      'password of my own cellar',
    ];
    expect(fine.filter((password) => refusalOf(password) !== null)).toEqual([]);
    expect(isCommonPassword('a quiet room with plants')).toBe(false);
  });
});

describe('the hint on a new password', () => {
  it('grows from short over weak to strong', () => {
    expect(strengthOf('')).toBe('empty');
    expect(strengthOf('short')).toBe('short');
    expect(strengthOf('aaaaaaaaaaaa')).toBe('weak');
    expect(strengthOf('abcdefghijkl')).toBe('weak');
    expect(strengthOf('a quiet room with plants')).toBe('strong');
  });
});

describe('the delay of an account', () => {
  it('C4: never shrinks as failures grow, and has a ceiling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (count) => {
        expect(delayAfterMs(count + 1)).toBeGreaterThanOrEqual(delayAfterMs(count));
        expect(delayAfterMs(count)).toBeLessThanOrEqual(15 * 60_000);
      }),
    );
    expect([1, 2, 3].map(delayAfterMs)).toEqual([0, 0, 0]);
    expect(delayAfterMs(4)).toBe(2_000);
  });

  it('C4: lets at most ten guesses through in the first minute', () => {
    let guesses = 0;
    let atMs = 0;
    while (atMs < 60_000) {
      guesses += 1;
      atMs += Math.max(1, delayAfterMs(guesses));
    }
    expect(guesses).toBeLessThanOrEqual(10);
  });
});
