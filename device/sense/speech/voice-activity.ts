// Voice activity: does somebody speak in this chunk of sound? A recurrent model that hears one chunk after the other; the
// end of the chunk before is its context. It tells that there is a voice, never whose and never what is said.
import type { PROVIDERS, VoiceActivityManifest } from '../../../shared/manifest.ts';
import { probeOf } from '../inference/golden.ts';
import type { NativeGate } from '../inference/native-gate.ts';
import { loadModel, type Model } from '../inference/runtime.ts';
import { floatsOf, floatTensor, integerTensor, type Outputs, type Tensor } from '../inference/tensor.ts';

export interface VoiceActivityOptions {
  readonly manifest: VoiceActivityManifest;
  /** Where artifacts lie; the first that has the file counts. */
  readonly artifactFolders: readonly string[];
  readonly providers: readonly (typeof PROVIDERS)[number][];
  readonly gate: NativeGate;
}

export class VoiceActivity {
  readonly model: Model;
  readonly #manifest: VoiceActivityManifest;
  #state: Tensor;
  /** Context, then the chunk. */
  readonly #sound: Float32Array;

  /** @throws RoomtoneError as `loadModel` */
  static async load({ manifest, artifactFolders, providers, gate }: VoiceActivityOptions): Promise<VoiceActivity> {
    const model = await loadModel({
      task: manifest.task,
      artifacts: manifest.artifacts,
      folders: artifactFolders,
      providers,
      threads: 1,
      probe: probeOf(manifest),
      gate,
    });
    return new VoiceActivity(manifest, model);
  }

  private constructor(manifest: VoiceActivityManifest, model: Model) {
    const { contextSamples, chunkSamples } = manifest.input;
    this.model = model;
    this.#manifest = manifest;
    this.#sound = new Float32Array(contextSamples + chunkSamples);
    this.#state = silence(manifest);
  }

  /**
   * Probabilities 0..1 that somebody speaks, one for each chunk in `samples` (mono, −1 to 1; a chunk is as long as the
   * manifest says). Wipes the samples.
   * @throws RoomtoneError `MODEL_OUTPUT_INVALID`, `MODEL_RUN_FAILED`
   */
  async hear(samples: Float32Array): Promise<readonly number[]> {
    const { chunkSamples } = this.#manifest.input;
    const probabilities: number[] = [];
    try {
      for (let at = 0; at + chunkSamples <= samples.length; at += chunkSamples) {
        probabilities.push(await this.#hearChunk(samples.subarray(at, at + chunkSamples)));
      }
    } finally {
      samples.fill(0);
    }
    return probabilities;
  }

  async #hearChunk(samples: Float32Array): Promise<number> {
    const { input, output } = this.#manifest;
    this.#sound.copyWithin(0, input.chunkSamples);
    this.#sound.set(samples, input.contextSamples);
    const outputs = await this.model.run({
      [input.sound]: floatTensor(this.#sound, [1, this.#sound.length]),
      [input.state]: this.#state,
      [input.rate]: integerTensor([input.rateHz]),
    });
    this.#state = this.#nextState(outputs);
    return floatsOf(outputs, output.probability, [1, 1])[0] ?? 0;
  }

  /** Forgets what was heard: after a gap nothing follows from what was before it. */
  reset(): void {
    this.#sound.fill(0);
    this.#state = silence(this.#manifest);
  }

  async close(): Promise<void> {
    this.reset();
    await this.model.close();
  }

  #nextState(outputs: Outputs): Tensor {
    const { stateShape } = this.#manifest.input;
    return floatTensor(floatsOf(outputs, this.#manifest.output.state, stateShape), stateShape);
  }
}

function silence({ input }: VoiceActivityManifest): Tensor {
  const volume = input.stateShape.reduce((product, size) => product * size, 1);
  return floatTensor(new Float32Array(volume), input.stateShape);
}
