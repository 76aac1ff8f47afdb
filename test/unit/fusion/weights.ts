// Weights of a fusion for tests: both sides count alike unless told otherwise.
import type { FusionWeights, ModalityWeights } from '../../../device/sense/fusion/fusion-weights.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';

const modality = (base: number, slope: number): ModalityWeights => ({
  weight: EMOTIONS.map(() => 1),
  reliability: { base, slope },
});

export const weightsOf = (face = modality(1, 0), voice = modality(1, 0)): FusionWeights => ({
  v: 1,
  emotions: [...EMOTIONS],
  face,
  voice,
  bias: EMOTIONS.map(() => 0),
});

export { modality };

/** `share` of one emotion, the rest alike. */
export const mostly = (emotion: (typeof EMOTIONS)[number], share = 0.7) =>
  EMOTIONS.map((one) => (one === emotion ? share : (1 - share) / (EMOTIONS.length - 1)));
