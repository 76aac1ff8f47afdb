// The floor's thread: notes what each frame asks of the models, then repeats those runs alone and says how long they took.
import { parentPort, workerData } from 'node:worker_threads';
import { CryptoRandom } from '../../device/runtime/random.ts';
import type { Frame } from '../../device/sense/frame.ts';
import type { Model } from '../../device/sense/inference/runtime.ts';
import { serveRequests } from '../../device/sense/inference/serve-requests.ts';
import type { Feeds } from '../../device/sense/inference/tensor.ts';
import { openClassifier, openDetector, type StageOptions } from '../../device/sense/vision/create-stage.ts';
import { VisionStage } from '../../device/sense/vision/vision-stage.ts';
import { timed } from './statistics.ts';

/** `note` gives the next frame; `repeat` asks for the runs of frame `index`. */
export type FloorRequest =
  | { readonly kind: 'note'; readonly frame: Frame }
  | { readonly kind: 'repeat'; readonly index: number };

interface Run {
  readonly model: Model;
  readonly feeds: Feeds;
}

if (parentPort !== null) {
  await serveRequests(parentPort, workerData, async (given, gate) => {
    const options = given as StageOptions;
    const noted: Run[][] = [];
    const noting = (model: Model): Model => ({
      ...model,
      close: () => model.close(),
      run: (feeds) => {
        noted.at(-1)?.push({ model, feeds });
        return model.run(feeds);
      },
    });
    const detector = await openDetector(options, gate);
    const emotion = await openClassifier('face-emotion', options, gate);
    const gender = await openClassifier('gender', options, gate);
    const stage = new VisionStage({
      detector: { ...detector, model: noting(detector.model) },
      emotion: { ...emotion, model: noting(emotion.model) },
      gender: { ...gender, model: noting(gender.model) },
      random: new CryptoRandom(),
      attributeIntervalMs: options.attributeIntervalMs,
    });
    const repeat = async (index: number) => {
      for (const { model, feeds } of noted[index] ?? []) await model.run(feeds);
    };
    return {
      description: null,
      async handle(value) {
        const request = value as FloorRequest;
        if (request.kind === 'repeat') return { value: await timed(() => repeat(request.index)), transfer: [] };
        noted.push([]);
        await stage.handle(request.frame);
        return { value: noted.length - 1, transfer: [] };
      },
      close: () => stage.close(),
    };
  });
}
