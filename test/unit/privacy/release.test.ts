import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noisedThreshold } from '../../../device/sense/privacy/gate.ts';
import { NEW_LEDGER, spend } from '../../../device/sense/privacy/ledger.ts';
import { totalOf } from '../../../device/sense/privacy/profiles.ts';
import { releaseWindow } from '../../../device/sense/privacy/release.ts';
import { STREAMS } from '../../../shared/vocabulary.ts';
import { type WindowMessage, windowSchema } from '../../../shared/window.ts';
import { SeededRandom } from './seeded-random.ts';
import { liveTerms, NOON, requestOf } from './window-request.ts';

const ALL_ON = { voice: true, gender: true, feedback: true };
const STANDARD = liveTerms(ALL_ON);
const STRICT = liveTerms({ ...ALL_ON, profile: 'strict' });
const random = new SeededRandom('release');

const reasonsOf = (windows: readonly WindowMessage[]) => [...new Set(windows.map(({ suppressed }) => suppressed))];
const spentOn = (windows: readonly WindowMessage[]) =>
  windows.reduce((sum, { privacy }) => sum + privacy.epsilonMilli, 0);

describe('a release', () => {
  it('answers for every stream that is on, in order, and pays for all of them at once', () => {
    const { aggregates, ledger } = releaseWindow(requestOf(20, STANDARD, { seq: 7 }), random);
    expect(aggregates.map(({ stream, seq }) => [stream, seq])).toEqual(
      STREAMS.map((stream, index) => [stream, 7 + index]),
    );
    expect(reasonsOf(aggregates)).toEqual([null]);
    expect(spentOn(aggregates)).toBe(1_000);
    expect(ledger).toMatchObject({ spentMilli: 1_000, drawnUntilMs: NOON + 900_000 });
    expect(aggregates.every(({ privacy }) => privacy.spentMilli === 1_000 && privacy.capMilli === 96_000)).toBe(true);
  });

  it('is a valid window of at most 4 kB, whatever was counted', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.constantFrom(STANDARD, STRICT), (people, terms) => {
        for (const aggregate of releaseWindow(requestOf(people, terms), random).aggregates) {
          expect(windowSchema.parse(JSON.parse(JSON.stringify(aggregate)))).toEqual(aggregate);
          expect(JSON.stringify(aggregate).length).toBeLessThan(4_096);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('P2: says nothing of a cohort under k, and draws and spends nothing for it', () => {
    for (let people = 0; people < 5; people += 1) {
      const { aggregates, ledger } = releaseWindow(requestOf(people, STANDARD), random);
      expect(reasonsOf(aggregates)).toEqual(['cohort']);
      expect(aggregates.every(({ counts, privacy }) => counts === null && privacy.mechanism === 'none')).toBe(true);
      expect(ledger).toEqual(NEW_LEDGER);
    }
  });

  it('spends what the noised gate drew, although the window is suppressed', () => {
    const { aggregates, ledger } = releaseWindow(requestOf(0, STRICT), random);
    expect(reasonsOf(aggregates)).toEqual(['cohort']);
    expect(ledger).toMatchObject({ spentMilli: 90, drawnUntilMs: NOON + 3_600_000 });
    expect(aggregates.map(({ privacy }) => privacy.epsilonMilli)).toEqual([0, 0, 90, 0, 0]);
  });

  it('P2: decides the strict gate by the published figure of people and by nothing else', () => {
    const threshold = noisedThreshold(10, 90);
    const people = Array.from({ length: 300 }, () => releaseWindow(requestOf(threshold, STRICT), random).aggregates)
      .map((aggregates) => aggregates.find(({ stream }) => stream === 'presence')?.counts?.['people'])
      .filter((count) => count !== undefined);
    expect(people.length).toBeGreaterThan(100);
    expect(Math.min(...people)).toBeGreaterThanOrEqual(threshold);
  });

  it('P5: says budget when a whole window no longer fits under the cap, and never passes it', () => {
    const capMilli = STANDARD.capMilli ?? 0;
    const left = (milli: number) => spend(NEW_LEDGER, capMilli - milli, capMilli, 0);
    expect(reasonsOf(releaseWindow(requestOf(20, STANDARD, { ledger: left(999) }), random).aggregates)).toEqual([
      'budget',
    ]);
    const last = releaseWindow(requestOf(20, STANDARD, { ledger: left(1_000) }), random);
    expect(reasonsOf(last.aggregates)).toEqual([null]);
    expect(last.ledger.spentMilli).toBe(capMilli);
  });

  it('P4: draws no noise a second time for a window, nor for any time before it', () => {
    const first = releaseWindow(requestOf(20, STANDARD), random);
    const again = releaseWindow(requestOf(20, STANDARD, { ledger: first.ledger }), random);
    expect(reasonsOf(again.aggregates)).toEqual(['clock']);
    expect(again.ledger).toEqual(first.ledger);
  });

  it('names the reason that was found before counting, and lets the other streams speak', () => {
    const { aggregates } = releaseWindow(requestOf(20, STANDARD, { refusals: { voice: 'microphone' } }), random);
    expect(aggregates.map(({ suppressed }) => suppressed)).toEqual([null, 'microphone', null, null, null]);
    expect(spentOn(aggregates)).toBe(800);
  });

  it('P3: publishes for each histogram the epsilon with which its noise was drawn', () => {
    const { aggregates } = releaseWindow(requestOf(20, STANDARD), random);
    const published = Object.fromEntries(aggregates.map(({ stream, privacy }) => [stream, privacy.epsilonMilli]));
    expect(published).toEqual({ mood: 200, voice: 200, presence: 300, gender: 200, feedback: 100 });
    expect(totalOf(STANDARD.shares)).toBe(1_000);
  });

  it('names only the models that had a part in a stream', () => {
    const { aggregates } = releaseWindow(requestOf(20, STANDARD), random);
    const models = Object.fromEntries(aggregates.map(({ stream, models }) => [stream, Object.keys(models).sort()]));
    expect(models).toEqual({
      mood: ['face-detector', 'face-emotion'],
      voice: [],
      presence: ['face-detector'],
      gender: ['face-detector', 'gender'],
      feedback: [],
    });
  });
});
