// A rough hint on a new password, for the person who types it. The console decides by rules of its own. Pure.
import { PASSWORD_LENGTH_MIN } from '../../../shared/limits.ts';

export type Strength = 'empty' | 'short' | 'weak' | 'fair' | 'strong';

/** Bits from which guessing at the console's pace, or with its stolen hash, is no longer worth it. */
const FAIR_BITS = 45;
const STRONG_BITS = 65;

export function strengthOf(password: string): Strength {
  const signs = [...password];
  if (signs.length === 0) return 'empty';
  if (signs.length < PASSWORD_LENGTH_MIN) return 'short';
  const bits = bitsOf(signs);
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}

/** A sign that repeats or follows its neighbour tells next to nothing; the others tell by the kinds in use. */
function bitsOf(signs: readonly string[]): number {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => signs.some((sign) => kind.test(sign))).length;
  const bitsASign = 2.6 + kinds * 0.6;
  return signs.reduce((bits, sign, index) => {
    const step = sign.charCodeAt(0) - (signs[index - 1]?.charCodeAt(0) ?? -9);
    const isNew = !signs.slice(Math.max(0, index - 4), index).includes(sign);
    return bits + (Math.abs(step) <= 1 || !isNew ? 0.7 : bitsASign);
  }, 0);
}
