// The lane of fusion: faces and voices are read by their own lanes, laid together as synthetic pairs, and fused by the
// device's own function.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../../../device/runtime/clock.ts';
import { fuse } from '../../../device/sense/fusion/fuse.ts';
import { type LoadedFusion, loadFusion } from '../../../device/sense/fusion/fusion-weights.ts';
import { messageOf, RoomtoneError } from '../../../shared/errors.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { summarise } from '../data/skipped.ts';
import { type Evaluation, runEvaluation } from '../evaluation.ts';
import { measure } from '../metrics/measures.ts';
import { chooseModel } from '../model-choice.ts';
import type { EvaluateOptions } from '../options.ts';
import type { ProgressOutput } from '../progress.ts';
import { seededRandom } from '../random.ts';
import { resultSchema } from '../result.ts';
import { answersOf, figuresOf, matchedPairs, mismatchedPairs, type Pair } from './pairs.ts';

export interface FusionInput {
  readonly options: EvaluateOptions;
  readonly clock: Clock;
  readonly terminal: ProgressOutput;
}

/** @throws RoomtoneError `USAGE`, `MODEL_NOT_SHIPPED`, and those of both lanes */
export async function runFusionEvaluation(input: FusionInput): Promise<Evaluation> {
  const { options } = input;
  if (options.voices === null) {
    throw new RoomtoneError('USAGE', 'fusion needs --voices', 'Faces come from --data, voices from --voices.');
  }
  const fusion = await installed(options);
  const faces = await readSide(input, 'face-emotion', options.data);
  const voices = await readSide(input, 'speech-emotion', options.voices);
  const { weights, manifest } = fusion;
  const random = seededRandom(options.seed);
  const matched = matchedPairs(faces.predictions, voices.predictions, random);
  const mismatched = mismatchedPairs(faces.predictions, voices.predictions, random);
  const fused = ({ face, voice }: Pair) => fuse(face.probabilities, voice.probabilities, weights);
  const predictions = answersOf(matched, fused);
  const measured = { labels: EMOTIONS, unsureBelow: manifest.thresholds.unsureBelow, seed: options.seed };
  const { task, data, limit, groupColumns, detect, seed } = options;
  const { file, precision, provider, sha256, bytes } = fusion.artifact;
  const result = resultSchema.parse({
    v: 1,
    task,
    model: manifest.id,
    version: manifest.version,
    artifact: { file, precision, provider, sha256, bytes },
    data: {
      folder: `${basename(data)} + ${basename(options.voices)}`,
      split: faces.result.data.split,
      limit,
      groupColumns,
      detect,
      seed,
    },
    ...measure(predictions, measured),
    msPerSample: null,
    skipped: summarise([]),
    gate: null,
    pairs: [
      ...tableOf('matched', matched, {
        fused,
        'fused where attributed': attributed(fused, ATTRIBUTED.rightly, random),
      }),
      ...tableOf('mismatched', mismatched, {
        'fused, no attribution': fused,
        'fused where attributed': attributed(fused, ATTRIBUTED.wrongly, random),
      }),
    ],
    robustness: null,
  });
  return { result, predictions, occlusion: [] };
}

type Way = (pair: Pair) => readonly number[];

/**
 * Of two talking faces and one voice: how often it is laid to the one that spoke, and to the other (33 and 2 of 44 pairs:
 * device/sense/fusion/README.md). Otherwise both faces vote alone.
 */
const ATTRIBUTED = { rightly: 33 / 44, wrongly: 2 / 44 } as const;

/** What a room with several faces gives: that share of the pairs is fused, in the rest the face votes alone. */
const attributed =
  (fused: Way, share: number, random: () => number): Way =>
  (pair) =>
    random() < share ? fused(pair) : pair.face.probabilities;

function tableOf(pairing: string, pairs: readonly Pair[], fused: Readonly<Record<string, Way>>) {
  const ways: Readonly<Record<string, Way>> = {
    'face alone': ({ face }) => face.probabilities,
    'voice alone': ({ voice }) => voice.probabilities,
    ...fused,
  };
  return Object.entries(ways).map(([from, way]) => figuresOf(pairing, from, answersOf(pairs, way), EMOTIONS.length));
}

async function installed({ manifestFolder, artifactFolders }: EvaluateOptions) {
  const fusion: LoadedFusion | null = await loadFusion({ manifestFolder, artifactFolders });
  const artifact = fusion?.manifest.artifacts.find(({ provider }) => provider === 'cpu');
  if (fusion !== null && artifact !== undefined) return { ...fusion, artifact };
  throw new RoomtoneError(
    'MODEL_NOT_SHIPPED',
    'there is no model for fusion',
    'Choose another folder with --manifests.',
  );
}

async function readSide(
  input: FusionInput,
  task: 'face-emotion' | 'speech-emotion',
  data: string,
): Promise<Evaluation> {
  const rest = { robustness: false, report: null, model: null, precision: null } as const;
  const options: EvaluateOptions = { ...input.options, ...rest, task, data };
  const manifest = await chooseModel(options);
  return runEvaluation({ ...input, options, manifest, labelsCsv: await readLabels(data) });
}

/** @throws RoomtoneError `DATA_NOT_FOUND` */
export async function readLabels(data: string): Promise<string> {
  try {
    return await readFile(join(data, 'labels.csv'), 'utf8');
  } catch (error) {
    throw new RoomtoneError('DATA_NOT_FOUND', messageOf(error), 'Name a folder that holds labels.csv with --data.', {
      cause: error,
    });
  }
}
