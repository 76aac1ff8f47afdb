// The gate of noise: what is gained by not reading voices that hardly stand out from the noise.
import { isRight, type Prediction } from './prediction.ts';

export interface GatePoint {
  /** Voices less far above the noise than this vote `unsure`. */
  readonly signalToNoiseDb: number;
  readonly coverage: number | null;
  readonly accuracy: number | null;
}

const STEPS_DB = [0, 2, 4, 6, 8, 10, 12, 15, 20, 25];

export function gateCurve(predictions: readonly Prediction[]): readonly GatePoint[] {
  const known = predictions.filter(({ signalToNoiseDb }) => signalToNoiseDb !== undefined);
  return STEPS_DB.map((signalToNoiseDb) => {
    const votes = known.filter((one) => (one.signalToNoiseDb ?? 0) >= signalToNoiseDb);
    const right = votes.filter(isRight).length;
    return {
      signalToNoiseDb,
      coverage: known.length === 0 ? null : votes.length / known.length,
      accuracy: votes.length === 0 ? null : right / votes.length,
    };
  });
}
