import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf, attribute, correlation } from '../../../device/sense/fusion/attribution.ts';
import { mouthOf, syllables, voiceOf } from './talk.ts';

const voice = voiceOf(1);
const speaker = mouthOf(1, voice, syllables(1));
const silent = mouthOf(2, voice, () => 3);
const otherTalk = mouthOf(3, voice, syllables(4));

describe('attribution', () => {
  test('a sole face spoke; nobody did where nobody was seen', () => {
    expect(attribute(voice, [silent])).toBe(2);
    expect(attribute(voice, [])).toBeNull();
  });

  test('a sole face that came when the talk was nearly over did not', () => {
    expect(attribute(voice, [{ ...silent, mouth: silent.mouth.slice(-6) }])).toBeNull();
  });

  test('of several the mouth that moves with the voice spoke, also beside another that talks', () => {
    expect(attribute(voice, [silent, speaker])).toBe(1);
    expect(attribute(voice, [otherTalk, silent, speaker])).toBe(1);
  });

  test('nobody spoke whose mouth rests, or talks of something else', () => {
    expect(attribute(voice, [silent, mouthOf(4, voice, () => 2)])).toBeNull();
    expect(attribute(voice, [silent, otherTalk])).toBeNull();
  });

  test('two mouths that move with the voice alike: in doubt nobody', () => {
    expect(attribute(voice, [speaker, { ...speaker, track: 9 }])).toBeNull();
  });

  test('a slow change, of light or of a turning head, is no talk', () => {
    const turning = mouthOf(5, voice, (atMs) => atMs / 600);
    expect(agreementOf(voice, turning)).toBeLessThan(0.3);
  });

  test('a picture that comes a little late still agrees', () => {
    for (const lateMs of [0, 60, 120]) {
      const late = mouthOf(1, voice, (atMs) => syllables(1)(atMs + lateMs));
      expect(attribute(voice, [silent, late])).toBe(1);
    }
  });

  test('too few looks at a mouth tell nothing', () => {
    expect(agreementOf(voice, { ...speaker, mouth: speaker.mouth.slice(0, 7) })).toBe(0);
  });

  test('the order of the faces changes nothing', () => {
    const faces = [speaker, silent, otherTalk];
    fc.assert(
      fc.property(fc.shuffledSubarray(faces, { minLength: faces.length }), (shuffled) => {
        expect(attribute(voice, shuffled)).toBe(1);
      }),
    );
  });

  test('size and rest of an opening change nothing: mouths differ', () => {
    const numbers = fc.record({
      gain: fc.double({ min: 0.05, max: 20, noNaN: true }),
      rest: fc.double({ min: -9, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(numbers, ({ gain, rest }) => {
        const scaled = mouthOf(1, voice, (atMs) => rest + gain * syllables(1)(atMs));
        expect(agreementOf(voice, scaled)).toBeCloseTo(agreementOf(voice, speaker), 6);
      }),
    );
  });

  test('a correlation is between −1 and 1, and 0 with what does not change', () => {
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const length = Math.min(a.length, b.length);
        expect(Math.abs(correlation(a.slice(0, length), b.slice(0, length)))).toBeLessThanOrEqual(1 + 1e-9);
        expect(
          correlation(
            a,
            a.map(() => 5),
          ),
        ).toBe(0);
      }),
    );
  });
});
