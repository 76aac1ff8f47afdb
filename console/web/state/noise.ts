// How far a released count may be from the truth. Pure.

const OUTSIDE = 0.1;

/**
 * Half the width, in people, of the band that holds nine of ten counts: the smallest t with P(|X| > t) ≤ 0.1 for the
 * discrete Laplace of scale 1/epsilon, P(|X| > t) = 2 α^(t+1) / (1 + α), α = e^(−epsilon).
 */
export function noiseBand(epsilonMilli: number): number {
  if (epsilonMilli <= 0) return 0;
  const alpha = Math.exp(-epsilonMilli / 1_000);
  const t = Math.log((OUTSIDE * (1 + alpha)) / 2) / Math.log(alpha) - 1;
  return Math.max(0, Math.ceil(t - 1e-9));
}

/** Variance of the discrete Laplace of scale 1/epsilon: 2α / (1 − α)², α = e^(−epsilon). */
export function noiseVariance(epsilonMilli: number): number {
  if (epsilonMilli <= 0) return 0;
  const alpha = Math.exp(-epsilonMilli / 1_000);
  return (2 * alpha) / (1 - alpha) ** 2;
}
