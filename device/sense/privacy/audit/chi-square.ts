// Pearson's test of fit: does a sample of integers follow a distribution?

export interface Fit {
  readonly statistic: number;
  readonly degrees: number;
  /** A sample that follows the distribution is above it only as rarely as was asked. */
  readonly critical: number;
}

/** Bins with fewer expected samples are joined with those beyond them. */
const EXPECTED_MIN = 10;
/** Standard normal quantiles: how rarely a good sample may be refused. */
export const ONCE_IN_A_THOUSAND = 3.0902;
export const ONCE_IN_A_MILLION = 4.7534;

/** `probability(x)`, symmetric about 0 and falling in |x|. */
export function fitOf(samples: readonly number[], probability: (x: number) => number, rarity: number): Fit {
  let edge = 0;
  while (samples.length * probability(edge + 1) >= EXPECTED_MIN) edge += 1;
  const binOf = (x: number) => Math.max(-edge - 1, Math.min(edge + 1, x));
  const observed = new Map<number, number>();
  for (const sample of samples) observed.set(binOf(sample), (observed.get(binOf(sample)) ?? 0) + 1);
  const inner = Array.from({ length: 2 * edge + 1 }, (_, index) => index - edge);
  const tail = (1 - inner.reduce((sum, x) => sum + probability(x), 0)) / 2;
  const expected = new Map([...inner.map((x) => [x, probability(x)] as const), [-edge - 1, tail], [edge + 1, tail]]);
  const terms = [...expected].map(
    ([x, p]) => ((observed.get(x) ?? 0) - samples.length * p) ** 2 / (samples.length * p),
  );
  const degrees = expected.size - 1;
  return { statistic: terms.reduce((sum, term) => sum + term, 0), degrees, critical: criticalOf(degrees, rarity) };
}

/** Wilson and Hilferty, 1931. */
const criticalOf = (degrees: number, z: number) =>
  degrees * (1 - 2 / (9 * degrees) + z * Math.sqrt(2 / (9 * degrees))) ** 3;
