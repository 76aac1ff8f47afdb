import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agreementOf } from '../../../console/web/state/agreement.ts';
import type { Stream } from '../../../shared/vocabulary.ts';
import { FEEDBACK_TAPS } from '../../../shared/vocabulary.ts';
import type { WindowMessage } from '../../../shared/window.ts';
import { demoWindows } from '../../fixtures/console/demo-windows.ts';

const [template] = demoWindows(1, Date.UTC(2026, 10, 22), 900);

function windowOf(stream: Stream, start: string, counts: Record<string, number> | null): WindowMessage {
  if (template === undefined) throw new Error('no window to begin with');
  const window = { ...template.window, start };
  return { ...template, stream, window, counts, suppressed: counts === null ? 'cohort' : null };
}

it('is whole where taps and faces have the same mix, and nothing where they have none in common', () => {
  const mood = [windowOf('mood', 'a', { happy: 6, sad: 2, unsure: 9 })];
  expect(agreementOf(mood, [windowOf('feedback', 'a', { happy: 300, sad: 100 })])?.share).toBeCloseTo(1, 9);
  expect(agreementOf(mood, [windowOf('feedback', 'a', { angry: 100 })])?.share).toBe(0);
});

it('takes the same stretches of time alone, and only what was released', () => {
  const mood = [windowOf('mood', 'a', { happy: 5 }), windowOf('mood', 'b', { sad: 5 }), windowOf('mood', 'c', null)];
  const feedback = [
    windowOf('feedback', 'a', { happy: 100 }),
    windowOf('feedback', 'c', { sad: 100 }),
    windowOf('feedback', 'd', { sad: 100 }),
  ];
  expect(agreementOf(mood, feedback)).toMatchObject({ windows: 1, share: 1, taps: 100 });
  expect(agreementOf(mood, [windowOf('feedback', 'b', null)])).toBeNull();
  expect(agreementOf([], feedback)).toBeNull();
});

it('says when taps do not stand clear of their noise', () => {
  const mood = [windowOf('mood', 'a', { happy: 5 })];
  expect(agreementOf(mood, [windowOf('feedback', 'a', { happy: 2, sad: -1 })])?.isClear).toBe(false);
  expect(agreementOf(mood, [windowOf('feedback', 'a', { happy: 200 })])?.isClear).toBe(true);
});

it('lies between 0 and 1 whatever the noise did', () => {
  const counts = fc.dictionary(fc.constantFrom(...FEEDBACK_TAPS), fc.integer({ min: -50, max: 50 }));
  fc.assert(
    fc.property(counts, counts, (sensed, tapped) => {
      const found = agreementOf([windowOf('mood', 'a', sensed)], [windowOf('feedback', 'a', tapped)]);
      expect(found?.share).toBeGreaterThanOrEqual(0);
      expect(found?.share).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});
