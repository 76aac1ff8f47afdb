// Speech emotion: how one utterance sounds. Raw samples go in; the spectrum is in the graph, so that training, evaluation
// and device hear the same. It is told neither who spoke nor what was said.
import type { PROVIDERS, SpeechEmotionManifest } from '../../../shared/manifest.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { calibrate } from '../inference/calibrate.ts';
import { probeOf } from '../inference/golden.ts';
import type { NativeGate } from '../inference/native-gate.ts';
import { loadModel, type Model } from '../inference/runtime.ts';
import { type Feeds, floatsOf, floatTensor, type Outputs } from '../inference/tensor.ts';

export interface SpeechEmotionOptions {
  readonly manifest: SpeechEmotionManifest;
  /** Where artifacts lie; the first that has the file counts. */
  readonly artifactFolders: readonly string[];
  readonly providers: readonly (typeof PROVIDERS)[number][];
  readonly gate: NativeGate;
}

export class SpeechEmotion {
  readonly model: Model;
  readonly manifest: SpeechEmotionManifest;

  /** @throws RoomtoneError as `loadModel` */
  static async load({ manifest, artifactFolders, providers, gate }: SpeechEmotionOptions): Promise<SpeechEmotion> {
    const { task, artifacts } = manifest;
    const probe = probeOf(manifest);
    const model = await loadModel({ task, artifacts, folders: artifactFolders, providers, threads: 1, probe, gate });
    return new SpeechEmotion(manifest, model);
  }

  constructor(manifest: SpeechEmotionManifest, model: Model) {
    this.manifest = manifest;
    this.model = model;
  }

  /**
   * Calibrated probabilities in the order of `EMOTIONS`.
   * @param samples mono, −1 to 1, at the rate of the manifest; of more than `maxSamples` the last are heard
   * @throws RoomtoneError `MODEL_OUTPUT_INVALID`, `MODEL_RUN_FAILED`
   */
  async read(samples: Float32Array): Promise<readonly number[]> {
    return decode(await this.model.run(preprocess(samples, this.manifest)), this.manifest);
  }

  close(): Promise<void> {
    return this.model.close();
  }
}

/** What is too short stands in silence. */
export function preprocess(samples: Float32Array, { input }: SpeechEmotionManifest): Feeds {
  const heard = samples.subarray(Math.max(0, samples.length - input.maxSamples));
  const sound = new Float32Array(Math.max(input.minSamples, heard.length));
  sound.set(heard);
  return { [input.sound]: floatTensor(sound, [1, sound.length]) };
}

export function decode(outputs: Outputs, { output, calibration }: SpeechEmotionManifest): readonly number[] {
  const labels: readonly string[] = output.labels;
  const values = floatsOf(outputs, 'probabilities', [1, labels.length]);
  const inOrder = EMOTIONS.map((emotion) => values[labels.indexOf(emotion)] ?? 0);
  return calibrate(inOrder, calibration.temperature);
}
