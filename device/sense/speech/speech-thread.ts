// The speech worker's thread: the only place of a running device where the speech models are open.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { PROVIDERS } from '../../../shared/manifest.ts';
import { readManifest } from '../inference/manifest-file.ts';
import type { NativeGate } from '../inference/native-gate.ts';
import { type Handler, serveRequests } from '../inference/serve-requests.ts';
import { VoiceActivity } from './voice-activity.ts';

const optionsSchema = z.strictObject({
  manifestFolder: z.string(),
  artifactFolders: z.array(z.string()),
  providers: z.array(z.enum(PROVIDERS)),
});

const chunksSchema = z.strictObject({ samples: z.instanceof(Float32Array), isAfterGap: z.boolean() });

async function openSpeech(options: unknown, gate: NativeGate): Promise<Handler> {
  const { manifestFolder, ...rest } = optionsSchema.parse(options);
  const manifest = await readManifest(manifestFolder, 'voice-activity');
  const activity = await VoiceActivity.load({ manifest, ...rest, gate });
  const { digest, provider } = activity.model;
  return {
    description: { digest, provider, thresholds: manifest.thresholds },
    async handle(value) {
      const { samples, isAfterGap } = chunksSchema.parse(value);
      if (isAfterGap) activity.reset();
      return { value: { probabilities: await activity.hear(samples) }, transfer: [] };
    },
    close: () => activity.close(),
  };
}

if (parentPort !== null) await serveRequests(parentPort, workerData, openSpeech);
