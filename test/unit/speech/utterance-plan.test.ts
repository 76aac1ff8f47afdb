import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK_MS } from '../../../device/sense/capture/audio-chunk.ts';
import {
  MAX_CHUNKS,
  PRE_ROLL_CHUNKS,
  quiet,
  stepUtterance,
  type UtteranceState,
} from '../../../device/sense/speech/utterance-plan.ts';

const thresholds = { speech: 0.5, silence: 0.35 };

/** Runs `probabilities` (null is speech after a gap) as the ear does, and gives the utterances as [first, last] chunk. */
function utterances(probabilities: readonly (number | null)[]): [number, number][] {
  const found: [number, number][] = [];
  let state: UtteranceState = quiet;
  let kept: number[] = [];
  for (const [index, probability] of probabilities.entries()) {
    const isAfterGap = probability === null;
    if (isAfterGap && state.kind === 'quiet') kept = [];
    const step = stepUtterance(state, { probability: probability ?? 0.9, isAfterGap, held: kept.length }, thresholds);
    state = step.state;
    for (const act of step.acts) {
      if (act.kind === 'end') found.push([kept[0] ?? -1, kept[act.chunks - 1] ?? -1]);
      if (act.kind === 'end' || act.kind === 'discard') kept = [];
      else kept.push(index);
      if (act.kind === 'hold') kept = kept.slice(-PRE_ROLL_CHUNKS);
    }
  }
  return found;
}

const chunks = (count: number, probability: number) => new Array<number>(count).fill(probability);

describe('an utterance', () => {
  test('has a little of what was before it, and ends with a pause', () => {
    expect(utterances([...chunks(50, 0), ...chunks(40, 0.9), ...chunks(30, 0)])).toEqual([[40, 95]]);
  });

  test('goes over the pause between two words', () => {
    const words = [...chunks(20, 0.9), ...chunks(12, 0.1), ...chunks(20, 0.9)];
    expect(utterances([...words, ...chunks(30, 0)])).toHaveLength(1);
  });

  test('of less than 0.8 s of speech is none', () => {
    expect(utterances([...chunks(20, 0), ...chunks(24, 0.9), ...chunks(30, 0)])).toEqual([]);
    expect(utterances([...chunks(20, 0), ...chunks(26, 0.9), ...chunks(30, 0)])).toHaveLength(1);
  });

  test('is cut at 12 s', () => {
    const found = utterances([...chunks(800, 0.9), ...chunks(30, 0)]);
    expect(found).toEqual([
      [0, 374],
      [375, 749],
      [750, 805],
    ]);
    expect(MAX_CHUNKS * CHUNK_MS).toBe(12_000);
  });

  test('never goes over a gap', () => {
    expect(utterances([...chunks(40, 0.9), null, ...chunks(40, 0.9), ...chunks(30, 0)])).toEqual([
      [0, 39],
      [40, 86],
    ]);
  });

  test('holds whatever is heard: ordered, apart, 0.8 to 12 s', () => {
    const run = fc.record({
      count: fc.integer({ min: 1, max: 120 }),
      p: fc.constantFrom(0, 0.2, 0.4, 0.6, 0.95, null),
    });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 25 }), (runs) => {
        const heard = runs.flatMap(({ count, p }) => (p === null ? [null] : chunks(count, p)));
        let last = -1;
        for (const [from, to] of utterances(heard)) {
          expect(from).toBeGreaterThan(last);
          expect((to - from + 1) * CHUNK_MS).toBeGreaterThanOrEqual(800);
          expect((to - from + 1) * CHUNK_MS).toBeLessThanOrEqual(12_000);
          expect(heard.slice(from + 1, to + 1)).not.toContain(null);
          last = to;
        }
      }),
    );
  });
});
