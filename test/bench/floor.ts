// The floor: the same graphs on the same inputs, and nothing else, in a thread of its own, as ours has one.
import { SystemClock } from '../../device/runtime/clock.ts';
import { CryptoRandom } from '../../device/runtime/random.ts';
import type { Frame } from '../../device/sense/frame.ts';
import { InferenceWorker } from '../../device/sense/inference/inference-worker.ts';
import type { StageOptions } from '../../device/sense/vision/create-stage.ts';
import type { FloorRequest } from './floor-thread.ts';

export class Floor {
  readonly #worker: InferenceWorker;

  constructor(options: StageOptions) {
    const entry = new URL('./floor-thread.ts', import.meta.url);
    this.#worker = new InferenceWorker({
      name: 'floor',
      entry,
      options,
      clock: new SystemClock(),
      random: new CryptoRandom(),
    });
  }

  /** Notes the runs that each of `frames` takes, in order. */
  async open(frames: readonly Frame[]): Promise<void> {
    await this.#worker.start(new AbortController().signal);
    for (const frame of frames) await this.#ask({ kind: 'note', frame });
  }

  /** Milliseconds of the runs of frame `index`. */
  async repeat(index: number): Promise<number> {
    return Number(await this.#ask({ kind: 'repeat', index }));
  }

  close(): Promise<void> {
    return this.#worker.stop();
  }

  #ask(request: FloorRequest): Promise<unknown> {
    return this.#worker.request(request, []);
  }
}
