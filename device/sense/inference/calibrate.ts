// Calibration of what a classifier says, the same for every classifier.

/** `p ∝ probability^(1 ÷ temperature)`: the softmax of logits divided by the temperature (Guo et al., 2017). */
export function calibrate(probabilities: readonly number[], temperature: number): readonly number[] {
  const powers = probabilities.map((probability) => Math.max(0, probability) ** (1 / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => (total > 0 ? power / total : 1 / powers.length));
}
