// How far two signals with times of their own lie apart.

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

export interface Lag {
  /** By how much the second is behind the first. */
  readonly ms: number;
  /** Pearson's correlation there. */
  readonly correlation: number;
}

const STEP_MS = 5;

/** The lag within ±`withinMs` at which `second` follows `first` best; `second` is read between its samples. */
export function bestLag(first: readonly Sample[], second: readonly Sample[], withinMs: number): Lag {
  let best: Lag = { ms: 0, correlation: -1 };
  for (let ms = -withinMs; ms <= withinMs; ms += STEP_MS) {
    const pairs = first.flatMap(({ atMs, value }) => {
      const other = valueAt(second, atMs + ms);
      return other === null ? [] : [[value, other] as const];
    });
    const correlation = pairs.length < first.length / 2 ? -1 : correlationOf(pairs);
    if (correlation > best.correlation) best = { ms, correlation };
  }
  return best;
}

function valueAt(signal: readonly Sample[], atMs: number): number | null {
  const after = signal.findIndex((sample) => sample.atMs >= atMs);
  const [left, right] = [signal[after - 1], signal[after]];
  if (left === undefined || right === undefined) return null;
  const part = (atMs - left.atMs) / Math.max(1e-6, right.atMs - left.atMs);
  return left.value + part * (right.value - left.value);
}

export function correlationOf(pairs: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let [covariance, varianceA, varianceB] = [0, 0, 0];
  for (const [a, b] of pairs) {
    covariance += (a - meanA) * (b - meanB);
    varianceA += (a - meanA) ** 2;
    varianceB += (b - meanB) ** 2;
  }
  return covariance / Math.sqrt(varianceA * varianceB + 1e-12);
}
