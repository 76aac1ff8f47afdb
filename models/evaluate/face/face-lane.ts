// The lane of faces: picture → (detection, alignment) → crop → model, by the device's own functions throughout.
import type { Frame } from '../../../device/sense/frame.ts';
import { alignFace, areaOf, type Similarity } from '../../../device/sense/vision/alignment.ts';
import { type Classifier, classesOf, classifyEach } from '../../../device/sense/vision/classifier.ts';
import type { Detection } from '../../../device/sense/vision/detection.ts';
import type { Detector } from '../../../device/sense/vision/detector.ts';
import { cropQualityOf, type Flaw, faceQualityOf, flawsOf } from '../../../device/sense/vision/quality.ts';
import { readPicture } from '../data/picture.ts';
import type { Answer, Lane, RunningModel } from '../lane.ts';
import type { Disturbance } from './disturbance.ts';
import { findFace, wholePicture } from './framing.ts';
import { conditionsOf } from './robustness.ts';

export interface FaceLaneOptions {
  readonly classifier: Classifier;
  readonly model: RunningModel;
  /** Null where the picture itself is the crop. */
  readonly detector: Detector | null;
  /** Null leaves pictures and crops as they are. */
  readonly disturbance: Disturbance | null;
}

interface Crop {
  /** As `alignFace` writes it. */
  readonly values: Float32Array;
  readonly flaws: readonly Flaw[];
}

export class FaceLane implements Lane<Frame> {
  readonly labels: readonly string[];
  readonly unsureBelow: number;
  readonly model: RunningModel;
  readonly #options: FaceLaneOptions;

  constructor(options: FaceLaneOptions) {
    const { manifest } = options.classifier;
    this.labels = classesOf(manifest);
    this.unsureBelow = manifest.thresholds.unsureBelow;
    this.model = options.model;
    this.#options = options;
  }

  /** The same models on disturbed pictures; either lane may be used, and one of them closed. */
  disturbedBy(disturbance: Disturbance): FaceLane {
    return new FaceLane({ ...this.#options, disturbance });
  }

  disturbances(seed: number) {
    return conditionsOf(seed, this.#options.classifier.manifest.alignment).map(({ family, level, disturbance }) => ({
      family,
      level,
      lane: this.disturbedBy(disturbance),
    }));
  }

  async read(path: string): Promise<Frame> {
    const picture = await readPicture(path);
    return (await this.#options.disturbance?.picture?.(picture)) ?? picture;
  }

  async answer(pictures: readonly Frame[]): Promise<readonly Answer[]> {
    const crops: (Crop | undefined)[] = [];
    for (const picture of pictures) crops.push(await this.cropOf(picture));
    const found = crops.filter((crop) => crop !== undefined);
    const rows = await this.classify(found.map(({ values }) => values));
    return crops.map((crop): Answer => {
      if (crop === undefined) return { skipped: 'NO_FACE' };
      return { probabilities: rows[found.indexOf(crop)] ?? [], flaws: crop.flaws };
    });
  }

  /** What the model would see of this picture; undefined where no face is found. */
  async cropOf(picture: Frame): Promise<Crop | undefined> {
    const { detector, classifier } = this.#options;
    const { input } = classifier.manifest;
    if (detector === null) return this.#cut(picture, wholePicture(picture, input), undefined);
    const face = await findFace(detector, picture, classifier);
    return face && this.#cut(face.frame, face.crop, face.detection);
  }

  /** Calibrated probabilities of each crop. */
  async classify(crops: readonly Float32Array[]): Promise<readonly (readonly number[])[]> {
    return classifyEach(this.#options.classifier, crops);
  }

  /** Shape of a crop. */
  get cropShape() {
    const { widthPx, heightPx, planes } = this.#options.classifier.manifest.input;
    return { widthPx, heightPx, planes };
  }

  async close(): Promise<void> {
    await this.#options.classifier.model.close();
    await this.#options.detector?.model.close();
  }

  /** @param detection undefined where the eyes are not known: then only the crop is judged */
  #cut(frame: Frame, exact: Similarity, detection: Detection | undefined): Crop {
    const shape = this.cropShape;
    const transform = this.#options.disturbance?.crop?.(exact, shape) ?? exact;
    const values = new Float32Array(areaOf(shape));
    alignFace(frame, transform, shape, values);
    const quality = cropQualityOf(values, shape);
    const flaws = detection === undefined ? cropFlaws(quality) : flawsOf(faceQualityOf(detection.keypoints), quality);
    return { values, flaws };
  }
}

/** What is known without the points of a face: a face that is near and frontal, in this light and sharpness. */
const NEAR_AND_FRONTAL = { eyeDistancePx: Number.POSITIVE_INFINITY, turn: 0 };
const cropFlaws = (quality: ReturnType<typeof cropQualityOf>) => flawsOf(NEAR_AND_FRONTAL, quality);
