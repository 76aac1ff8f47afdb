// The noise measured: the sampler against theory, and whole releases of neighbouring rooms against each other. Seeds
// are fixed, so a verdict repeats; each test also shows the fault it would find.
import { describe, expect, it } from 'vitest';
import type { Random } from '../../../device/runtime/random.ts';
import { fitOf, ONCE_IN_A_THOUSAND } from '../../../device/sense/privacy/audit/chi-square.ts';
import { discreteLaplace, probabilityOf } from '../../../device/sense/privacy/discrete-laplace.ts';
import { noisedThreshold } from '../../../device/sense/privacy/gate.ts';
import { releaseWindow } from '../../../device/sense/privacy/release.ts';
import type { Terms } from '../../../device/sense/privacy/terms.ts';
import { SeededRandom } from '../../unit/privacy/seeded-random.ts';
import { liveTerms, requestOf } from '../../unit/privacy/window-request.ts';

const SAMPLES = 20_000;
const EPSILONS_MILLI = [60, 90, 250, 500, 2_000] as const;

const theory = (milli: number) => (x: number) => probabilityOf(milli, x);

const draw = (sampler: (milli: number, random: Random) => number, milli: number, seed: string) => {
  const random = new SeededRandom(seed);
  return Array.from({ length: SAMPLES }, () => sampler(milli, random));
};

/** Rounded continuous Laplace noise: what a first attempt would do. */
function roundedLaplace(milli: number, random: Random): number {
  const bytes = random.bytes(4);
  const uniform = (new DataView(bytes.buffer).getUint32(0) + 0.5) / 2 ** 32 - 0.5;
  return Math.round((-Math.sign(uniform) * Math.log(1 - 2 * Math.abs(uniform)) * 1_000) / milli);
}

describe('the sampler', () => {
  it.each(EPSILONS_MILLI)('P3: 20,000 samples fit the discrete Laplace distribution at epsilon %i ÷ 1000', (milli) => {
    const fit = fitOf(draw(discreteLaplace, milli, `fit ${milli}`), theory(milli), ONCE_IN_A_THOUSAND);
    expect(fit.statistic).toBeLessThan(fit.critical);
  });

  it('P3: the same test finds noise that is a tenth too small, rounded, or twice as often zero', () => {
    const isFound = (sampler: (milli: number, random: Random) => number, milli: number) => {
      const fit = fitOf(draw(sampler, milli, 'fault'), theory(milli), ONCE_IN_A_THOUSAND);
      return fit.statistic > fit.critical;
    };
    expect(isFound((milli, random) => discreteLaplace(Math.round(milli * 1.1), random), 500)).toBe(true);
    expect(isFound(roundedLaplace, 500)).toBe(true);
    expect(isFound((milli, random) => discreteLaplace(milli, random) || discreteLaplace(milli, random), 500)).toBe(
      true,
    );
  });
});

type Outcome = Readonly<Record<string, number>> | 'suppressed';

/** What a room with `people` publishes, all streams in one. */
function publish(people: number, terms: Terms, random: Random): Outcome {
  const { aggregates } = releaseWindow(requestOf(people, terms), random);
  if (aggregates.some(({ counts }) => counts === null)) return 'suppressed';
  return Object.fromEntries(
    aggregates.flatMap(({ stream, counts }) => Object.entries(counts ?? {}).map(([bin, n]) => [`${stream}.${bin}`, n])),
  );
}

interface Audit {
  /** Ratio of the two frequencies of the event. */
  readonly ratio: number;
  /** One-sided 99.9 % confidence that the true ratio is at least this. */
  readonly atLeast: number;
}

/** How much likelier `event` is with one person more. */
function audit(
  people: number,
  terms: Terms,
  event: (outcome: Outcome) => boolean,
  runs: number,
  random: Random,
): Audit {
  const frequency = (count: number) => {
    let hits = 0;
    for (let run = 0; run < runs; run += 1) if (event(publish(count, terms, random))) hits += 1;
    return hits / runs;
  };
  const [more, fewer] = [frequency(people + 1), frequency(people)];
  const spread = Math.sqrt((1 - more) / (more * runs) + (1 - fewer) / (fewer * runs));
  return { ratio: more / fewer, atLeast: (more / fewer) * Math.exp(-3.09 * spread) };
}

/** The event that tells two neighbours apart best: every figure that the additional person raises is raised. */
const allRaised = (people: number) => (outcome: Outcome) =>
  outcome !== 'suppressed' &&
  ['mood.happy', 'presence.people', 'presence.under1min', 'presence.facing', 'gender.unsure'].every(
    (name) => (outcome[name] ?? Number.POSITIVE_INFINITY) > people,
  );

describe('neighbouring rooms', () => {
  const RUNS = 4_000;
  const STANDARD = liveTerms({ gender: true });

  it('P3: one person more makes nothing a standard room publishes likelier than e^ε, and the audit comes close to it', () => {
    const bound = Math.exp(0.8);
    const { ratio, atLeast } = audit(20, STANDARD, allRaised(20), 3 * RUNS, new SeededRandom('standard audit'));
    expect(atLeast).toBeLessThanOrEqual(bound);
    expect(ratio).toBeGreaterThan(1.9);
  });

  it('P3: the audit finds a release that draws for mood and presence with twice the epsilon it states', () => {
    const shares = { ...STANDARD.shares, mood: 2 * STANDARD.shares.mood, presence: 2 * STANDARD.shares.presence };
    const faulty = { ...STANDARD, shares };
    const { atLeast } = audit(20, faulty, allRaised(20), RUNS, new SeededRandom('faulty audit'));
    expect(atLeast).toBeGreaterThan(Math.exp(0.8));
  });

  it('P3: the strict gate keeps to epsilon without exception, also across the gate', () => {
    const strict = liveTerms({ profile: 'strict' });
    const isReleased = (outcome: Outcome) => outcome !== 'suppressed';
    for (const people of [9, noisedThreshold(10, 90) - 1]) {
      const isEvent = people === 9 ? (outcome: Outcome) => !isReleased(outcome) : isReleased;
      const { atLeast } = audit(people, strict, isEvent, RUNS / 2, new SeededRandom(`strict audit ${people}`));
      expect(atLeast).toBeLessThanOrEqual(Math.exp(0.09));
    }
  });

  it('P3: the true gate tells one bit, which is why the guarantee of standard holds on one side of it only', () => {
    const random = new SeededRandom('one bit');
    expect(publish(4, STANDARD, random)).toBe('suppressed');
    expect(publish(5, STANDARD, random)).not.toBe('suppressed');
  });
});
