// The floor: the same graphs on the same inputs, and nothing else. The stage runs once with models that note what they
// are given; then each frame's runs are repeated alone.
import { CryptoRandom } from '../../device/runtime/random.ts';
import type { Frame } from '../../device/sense/frame.ts';
import { openGate } from '../../device/sense/inference/native-gate.ts';
import type { Model } from '../../device/sense/inference/runtime.ts';
import type { Feeds } from '../../device/sense/inference/tensor.ts';
import { openDetector, openEmotion, type StageOptions } from '../../device/sense/vision/create-stage.ts';
import { VisionStage } from '../../device/sense/vision/vision-stage.ts';

interface Run {
  readonly model: Model;
  readonly feeds: Feeds;
}

export interface Floor {
  /** Notes the runs that `frame` takes. */
  note(frame: Frame): Promise<void>;
  /** Repeats the runs of the last frame noted. */
  repeat(): Promise<void>;
  close(): Promise<void>;
}

export async function openFloor(options: StageOptions): Promise<Floor> {
  let runs: Run[] = [];
  const noting = (model: Model): Model => ({
    ...model,
    close: () => model.close(),
    run: (feeds) => {
      runs.push({ model, feeds });
      return model.run(feeds);
    },
  });
  const detector = await openDetector(options, openGate());
  const emotion = await openEmotion(options, openGate());
  const stage = new VisionStage({
    detector: { ...detector, model: noting(detector.model) },
    emotion: { ...emotion, model: noting(emotion.model) },
    random: new CryptoRandom(),
    attributeIntervalMs: options.attributeIntervalMs,
  });
  return {
    async note(frame) {
      runs = [];
      await stage.handle(frame);
    },
    async repeat() {
      for (const { model, feeds } of runs) await model.run(feeds);
    },
    close: () => stage.close(),
  };
}
