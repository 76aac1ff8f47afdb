// Fusion: calibrated probabilities of a face and of a voice that belong together → probabilities of both. A log-linear
// opinion pool (Genest and Zidek, 1986) whose weights depend on how certain each side is; learned offline. With one side
// alone its answer stands as it is, so that a missing modality can't make the other worse. Pure.
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import type { FusionWeights, ModalityWeights } from './fusion-weights.ts';

/** Probabilities below this count as this: one side can't forbid an emotion. */
const LEAST = 1e-4;

/** All in the order of `EMOTIONS`; `face` and `voice` are calibrated. */
export function fuse(face: readonly number[], voice: readonly number[], weights: FusionWeights): readonly number[] {
  const [fromFace, fromVoice] = [votesOf(face, weights.face), votesOf(voice, weights.voice)];
  return softmax(EMOTIONS.map((_, at) => (fromFace[at] ?? 0) + (fromVoice[at] ?? 0) + (weights.bias[at] ?? 0)));
}

function votesOf(probabilities: readonly number[], { weight, reliability: { base, slope } }: ModalityWeights) {
  const reliability = Math.max(0, base + slope * certaintyOf(probabilities));
  return probabilities.map(
    (probability, at) => reliability * (weight[at] ?? 0) * Math.log(Math.max(LEAST, probability)),
  );
}

/** 1 when one emotion has it all, 0 when all are alike. */
export function certaintyOf(probabilities: readonly number[]): number {
  const entropy = probabilities.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);
  return Math.min(1, Math.max(0, 1 - entropy / Math.log(EMOTIONS.length)));
}

function softmax(logits: readonly number[]): readonly number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
