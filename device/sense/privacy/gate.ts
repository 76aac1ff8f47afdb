// The gate: nothing is said of fewer than k people. The true gate looks at the true cohort, so a closed gate tells one
// bit (fewer than k). The noised gate looks only at a figure that is already noised, so it tells nothing beyond it.
import { upperTail } from './discrete-laplace.ts';

/** A cohort under k passes the noised gate at most this often. */
export const NOISED_GATE_RISK = 0.01;

export const passesTrueGate = (cohort: number, k: number) => cohort >= k;

/** Smallest noised cohort that passes: k - 1 people plus a margin that noise exceeds with probability ≤ 1 %. */
export function noisedThreshold(k: number, epsilonMilli: number): number {
  let margin = 1;
  while (upperTail(epsilonMilli, margin) > NOISED_GATE_RISK) margin += 1;
  return k - 1 + margin;
}

export const passesNoisedGate = (noisedCohort: number, k: number, epsilonMilli: number) =>
  noisedCohort >= noisedThreshold(k, epsilonMilli);
