// A model manifest: what a model is for, what goes in and comes out, how it is read and where it came from.
// It holds everything that differs between two models of one task, so that a model is exchanged without touching code.
import { z } from 'zod';
import { EMOTIONS } from './vocabulary.ts';

export const PROVIDERS = ['cpu', 'webgpu', 'cuda', 'tensorrt'] as const;
export const PRECISIONS = ['int8', 'float16', 'float32'] as const;
export const GENDERS = ['female', 'male'] as const;
/** Gender as perceived by a model; whoever cannot be told is `unsure`. */
export const GENDER_BINS = [...GENDERS, 'unsure'] as const;
export type GenderBin = (typeof GENDER_BINS)[number];

/** Points of a face that the detector gives, in its order. Right and left are the person's own. */
export const KEYPOINTS = ['rightEye', 'leftEye', 'nose', 'mouth', 'rightEar', 'leftEar'] as const;
export type Keypoint = (typeof KEYPOINTS)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');
const fraction = z.number().min(0).max(1);
/** `probability` is that of the likelier one, also where it is not enough to say so. */
export const perceivedGenderSchema = z.strictObject({ label: z.enum(GENDER_BINS), probability: fraction });
export type PerceivedGender = z.infer<typeof perceivedGenderSchema>;
const fileName = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'a plain file name');
const tensorName = z.string().regex(/^[a-z][a-zA-Z]{0,31}$/);

/** Where a model came from: converted from a pinned npm tarball, or trained here. */
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('npm'),
    package: z.string(),
    version: z.string(),
    tarballSha256: sha256,
    files: z.array(z.string()).min(1).describe('Paths inside the package: the graph, then its weights'),
    origin: z.url().describe('Project that trained it'),
  }),
  z.strictObject({
    kind: z.literal('trained'),
    recipe: z.string().describe('Training script, from the root of the repository'),
    data: z.array(z.string()).min(1).describe('Data sets, by name and licence'),
  }),
]);

const artifactSchema = z.strictObject({
  provider: z.enum(PROVIDERS).describe('Execution provider the artifact is meant for'),
  precision: z.enum(PRECISIONS),
  file: fileName,
  sha256: sha256.describe('Of the file; nothing runs that differs'),
  bytes: z.int().positive(),
  goldenTolerance: z.number().positive().describe('Largest absolute difference from the golden values'),
});
export type Artifact = z.infer<typeof artifactSchema>;

/**
 * Golden values prove an artifact on a provider without any picture: the input is a formula.
 * `ramp`: value i of a tensor, in memory order, is `(i × 31 + floor(i ÷ 97) × 17) mod 256`.
 */
const goldenSchema = z.strictObject({
  pattern: z.literal('ramp'),
  shape: z.array(z.int().positive()).describe('Shape of the patterned input; a detector runs at its height and width'),
  values: z.array(z.strictObject({ output: tensorName, index: z.int().nonnegative(), value: z.number() })).min(1),
});

/** One thing that was measured of a model, as the health page shows it; how is told in models/README.md. */
export const modelFigureSchema = z.strictObject({
  name: z.string().min(1).max(80).describe('e.g. `accuracy over seven emotions`'),
  value: z.number(),
  unit: z.enum(['%', 'ms', 'px']),
  data: z.string().min(1).max(120).describe('On what it was measured'),
});

const base = {
  v: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  source: sourceSchema,
  licence: z.strictObject({ spdx: z.string(), holder: z.string(), note: z.string().optional() }),
  artifacts: z.array(artifactSchema).min(1),
  golden: goldenSchema.optional(),
  figures: z.array(modelFigureSchema).max(8).optional(),
} as const;

/**
 * Anchors of a detector that is convolutional at any size; `width` and `height` are the network's input in pixels.
 *
 * Rows: layer after layer in the order of `layers`. Within a layer of stride s the grid has `height ÷ s` rows and
 * `width ÷ s` columns; row-major (y, then x), then `perCell` anchors a cell. Every anchor of a cell has the same
 * centre and size, so row r of the layer belongs to cell `floor(r ÷ perCell)`:
 * `anchorX = (column + 0.5) × s`, `anchorY = (row + 0.5) × s`.
 *
 * `scores[r]` is a probability (the sigmoid is in the graph). `regressors[r]` are 16 numbers in pixels of the
 * network's input: `[dx, dy, w, h, x0, y0, … x5, y5]`, hence
 * `centre = (anchorX + dx, anchorY + dy)`, `x = centreX − w ÷ 2`, `y = centreY − h ÷ 2`, `width = w`, `height = h`,
 * `keypoint k = (anchorX + xk, anchorY + yk)`, in the order of `keypoints`.
 * To pixels of the frame: multiply x by `frameWidth ÷ width` and y by `frameHeight ÷ height`.
 */
const anchorsSchema = z.strictObject({
  layers: z.array(z.strictObject({ stridePx: z.int().positive(), perCell: z.int().positive() })).min(1),
  keypoints: z.array(z.enum(KEYPOINTS)).length(KEYPOINTS.length),
});
export type Anchors = z.infer<typeof anchorsSchema>;

/**
 * One way to choose the network's input for a frame: both sides times `min(longSidePx ÷ longer side, enlarge)`, each
 * rounded to the next multiple of `multiplePx`.
 */
const passSchema = z.strictObject({
  longSidePx: z.int().positive().describe('Longer side of the network input; the shorter follows the frame'),
  enlarge: z.number().positive().describe('Largest scale, also of a small frame; below 1 every frame is reduced'),
});

const faceDetectorSchema = z.strictObject({
  ...base,
  task: z.literal('face-detector'),
  input: z.strictObject({
    /** uint8 [1, height, width, 3], RGB, 0..255, any height and width: resized and normalised in the graph. */
    frame: z.literal('frame'),
    /** int64 [2] = (height, width) of the network's input, each a multiple of `multiplePx`. */
    size: z.literal('size'),
    multiplePx: z.int().positive(),
    /** `every` frame is seen by the first pass; every `sweepEvery`th frame by `sweep` instead, for small faces. */
    every: passSchema,
    sweep: passSchema,
    sweepEvery: z.int().min(1),
  }),
  /** float32 `regressors` [A, 16] and `scores` [A]; see the anchors. */
  output: z.strictObject({ anchors: anchorsSchema }),
  thresholds: z.strictObject({
    score: fraction.describe('Rows below are no faces'),
    overlap: fraction.describe('Intersection over union above which two rows are one face'),
  }),
  calibration: z.null(),
});
export type FaceDetectorManifest = z.infer<typeof faceDetectorSchema>;

/** A point as a fraction of the crop's width and height, origin at its upper left corner. */
const pointSchema = z.tuple([fraction, fraction]);

/**
 * Framing of an aligned face: the similarity transform that puts the two eyes of the detector on these points, or, with
 * `mouth`, comes nearest to all three. `imageLeftEye` is the eye on the left of the picture, the person's right.
 */
const alignmentSchema = z.strictObject({
  imageLeftEye: pointSchema,
  imageRightEye: pointSchema,
  mouth: pointSchema.optional(),
});
export type Alignment = z.infer<typeof alignmentSchema>;

const faceInput = z.strictObject({
  /** float32 [N, planes, heightPx, widthPx], 0..255, of aligned faces: normalised in the graph. */
  face: z.literal('face'),
  planes: z
    .union([z.literal(1), z.literal(3)])
    .default(1)
    .describe('1: luma (BT.601); 3: red, green and blue'),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
});

const classifierThresholds = z.strictObject({
  unsureBelow: fraction.describe('A best probability below this votes `unsure`'),
});
/** Temperature that divides the logits before the softmax: `p ∝ probability^(1 ÷ temperature)`. 1 changes nothing. */
const classifierCalibration = z.strictObject({ temperature: z.number().positive() });

const faceEmotionSchema = z.strictObject({
  ...base,
  task: z.literal('face-emotion'),
  input: faceInput,
  /** float32 `probabilities` [N, labels]; each row sums to 1, columns in the order of `labels`. */
  output: z.strictObject({ labels: z.array(z.enum(EMOTIONS)).length(EMOTIONS.length) }),
  alignment: alignmentSchema,
  thresholds: classifierThresholds,
  calibration: classifierCalibration,
});
export type FaceEmotionManifest = z.infer<typeof faceEmotionSchema>;

const genderSchema = z.strictObject({
  ...base,
  task: z.literal('gender'),
  input: faceInput,
  /** float32 `probabilities` [N, labels], as perceived. */
  output: z.strictObject({ labels: z.array(z.enum(GENDERS)).length(GENDERS.length) }),
  alignment: alignmentSchema,
  thresholds: classifierThresholds,
  calibration: classifierCalibration,
});
export type GenderManifest = z.infer<typeof genderSchema>;

/** Says of each chunk of sound whether somebody speaks; keeps a state from one chunk to the next. */
const voiceActivitySchema = z.strictObject({
  ...base,
  task: z.literal('voice-activity'),
  input: z.strictObject({
    /** float32 [1, contextSamples + chunkSamples], −1 to 1: the end of the chunk before, then the chunk. */
    sound: tensorName,
    /** float32 of `stateShape`: zeros at first, then what the last run gave. */
    state: tensorName,
    /** int64 [1] = `rateHz`. */
    rate: tensorName,
    chunkSamples: z.int().positive(),
    contextSamples: z.int().nonnegative(),
    rateHz: z.int().positive(),
    stateShape: z.array(z.int().positive()).min(1),
  }),
  /** float32 [1, 1]: probability of speech; and the next state. */
  output: z.strictObject({ probability: tensorName, state: tensorName }),
  thresholds: z.strictObject({
    speech: fraction.describe('Speech begins at this probability'),
    silence: fraction.describe('and ends below this one'),
  }),
  calibration: z.null(),
});
export type VoiceActivityManifest = z.infer<typeof voiceActivitySchema>;

/** How one utterance sounds; its spectrum is in the graph. */
const speechEmotionSchema = z.strictObject({
  ...base,
  task: z.literal('speech-emotion'),
  input: z.strictObject({
    /** float32 [1, samples], −1 to 1, mono, of any length between the two. */
    sound: z.literal('sound'),
    rateHz: z.int().positive(),
    minSamples: z.int().positive(),
    maxSamples: z.int().positive(),
  }),
  /** float32 `probabilities` [1, labels]; the row sums to 1, columns in the order of `labels`. */
  output: z.strictObject({ labels: z.array(z.enum(EMOTIONS)).length(EMOTIONS.length) }),
  thresholds: classifierThresholds.extend({
    signalToNoiseDb: z.number().describe('An utterance less far above the noise of the room votes `unsure`'),
  }),
  calibration: classifierCalibration,
});
export type SpeechEmotionManifest = z.infer<typeof speechEmotionSchema>;

/** How a face and a voice that belong together are read as one: the artifact is JSON, not a graph. */
const fusionSchema = z.strictObject({
  ...base,
  task: z.literal('fusion'),
  output: z.strictObject({ labels: z.array(z.enum(EMOTIONS)).length(EMOTIONS.length) }),
  thresholds: classifierThresholds,
  calibration: z.null(),
});
export type FusionManifest = z.infer<typeof fusionSchema>;

export const manifestSchema = z.discriminatedUnion('task', [
  faceDetectorSchema,
  faceEmotionSchema,
  genderSchema,
  voiceActivitySchema,
  speechEmotionSchema,
  fusionSchema,
]);
export type Manifest = z.infer<typeof manifestSchema>;
