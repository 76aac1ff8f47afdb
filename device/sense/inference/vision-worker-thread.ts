// The vision worker's thread: the only place of a running device where the vision models are open.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { PROVIDERS } from '../../../shared/manifest.ts';
import { CryptoRandom } from '../../runtime/random.ts';
import type { Frame } from '../frame.ts';
import { createStage, VISION_TASKS } from '../vision/create-stage.ts';
import type { NativeGate } from './native-gate.ts';
import { type Handler, serveRequests } from './serve-requests.ts';

const optionsSchema = z.strictObject({
  manifestFolder: z.string(),
  artifactFolders: z.array(z.string()),
  tasks: z.array(z.enum(VISION_TASKS)),
  providers: z.array(z.enum(PROVIDERS)),
  threads: z.int().min(1),
  attributeIntervalMs: z.number().nonnegative(),
});

const frameSchema = z.strictObject({
  pixels: z.instanceof(Uint8Array),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  capturedAtMs: z.number(),
  explainAt: z.strictObject({ x: z.number(), y: z.number() }).exactOptional(),
});

async function openVision(options: unknown, gate: NativeGate): Promise<Handler> {
  const { stage, models } = await createStage(optionsSchema.parse(options), new CryptoRandom(), gate);
  return {
    description: models,
    async handle(value) {
      const { explainAt, ...parsed } = frameSchema.parse(value);
      const frame = parsed as Frame;
      const observation = await stage.handle(frame);
      const explanation = explainAt === undefined ? null : await stage.explain(frame, explainAt);
      return { value: { observation, explanation, pixels: frame.pixels }, transfer: [frame.pixels.buffer] };
    },
    close: () => stage.close(),
  };
}

if (parentPort !== null) await serveRequests(parentPort, workerData, openVision);
