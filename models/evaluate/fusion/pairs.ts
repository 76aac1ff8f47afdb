// Synthetic pairs: a face and a voice that never met, laid together by their labels within one split. No labelled set of
// faces with their own voices could be had; every figure from here must say so. Pure.

import { confusionOf, totalsOf } from '../metrics/confusion.ts';
import type { Prediction } from '../metrics/prediction.ts';
import { calibrationErrorOf, reliabilityOf } from '../metrics/reliability.ts';

export interface Pair {
  readonly face: Prediction;
  readonly voice: Prediction;
}

type Random = () => number;

/** As many pairs as there are faces whose label has voices; each label keeps its share of the faces. */
export function matchedPairs(faces: readonly Prediction[], voices: readonly Prediction[], random: Random) {
  return pairUp(faces, voices, random, (face, voice) => face.truth === voice.truth);
}

/** The voice is another person's, of another label: what befalls a room where the speaker is not the face. */
export function mismatchedPairs(faces: readonly Prediction[], voices: readonly Prediction[], random: Random) {
  return pairUp(faces, voices, random, (face, voice) => face.truth !== voice.truth);
}

function pairUp(
  faces: readonly Prediction[],
  voices: readonly Prediction[],
  random: Random,
  mayMeet: (face: Prediction, voice: Prediction) => boolean,
): readonly Pair[] {
  const byTruth = new Map<number, readonly Prediction[]>();
  return faces.flatMap((face) => {
    const fitting = byTruth.get(face.truth) ?? voices.filter((voice) => mayMeet(face, voice));
    byTruth.set(face.truth, fitting);
    const voice = fitting[Math.floor(random() * fitting.length)];
    return voice === undefined ? [] : [{ face, voice }];
  });
}

export interface PairFigures {
  readonly pairing: string;
  readonly from: string;
  readonly n: number;
  readonly accuracy: number | null;
  readonly uar: number | null;
  readonly macroF1: number | null;
  readonly ece: number | null;
}

/** The truth is the face's: it is the face that votes. */
export function answersOf(pairs: readonly Pair[], answer: (pair: Pair) => readonly number[]): readonly Prediction[] {
  return pairs.map((pair) => ({ ...pair.face, probabilities: answer(pair), flaws: [] }));
}

export function figuresOf(
  pairing: string,
  from: string,
  predictions: readonly Prediction[],
  labels: number,
): PairFigures {
  const totals = totalsOf(confusionOf(predictions, labels));
  return { pairing, from, n: predictions.length, ...totals, ece: calibrationErrorOf(reliabilityOf(predictions)) };
}
