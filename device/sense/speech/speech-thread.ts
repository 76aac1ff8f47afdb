// The speech worker's thread: the only place of a running device where the speech models are open.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { PROVIDERS } from '../../../shared/manifest.ts';
import { readManifest, readManifestIfThere } from '../inference/manifest-file.ts';
import type { NativeGate } from '../inference/native-gate.ts';
import { type Handler, serveRequests } from '../inference/serve-requests.ts';
import { SpeechEmotion } from './speech-emotion.ts';
import { VoiceActivity } from './voice-activity.ts';

const optionsSchema = z.strictObject({
  manifestFolder: z.string(),
  artifactFolders: z.array(z.string()),
  providers: z.array(z.enum(PROVIDERS)),
  withEmotion: z.boolean(),
});
type Options = z.infer<typeof optionsSchema>;

const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chunks'), samples: z.instanceof(Float32Array), isAfterGap: z.boolean() }),
  z.strictObject({ kind: z.literal('utterance'), samples: z.instanceof(Float32Array) }),
]);

async function openSpeech(options: unknown, gate: NativeGate): Promise<Handler> {
  const parsed = optionsSchema.parse(options);
  const { manifestFolder, withEmotion: _, ...rest } = parsed;
  const manifest = await readManifest(manifestFolder, 'voice-activity');
  const activity = await VoiceActivity.load({ manifest, ...rest, gate });
  const emotion = await openEmotion(parsed, gate);
  const { digest, provider } = activity.model;
  return {
    description: { digest, provider, thresholds: manifest.thresholds, emotion: emotion && describe(emotion) },
    async handle(value) {
      const request = requestSchema.parse(value);
      const { samples } = request;
      if (request.kind === 'utterance')
        return answer({ probabilities: (await emotion?.read(samples)) ?? null }, samples);
      if (request.isAfterGap) activity.reset();
      return { value: { probabilities: await activity.hear(samples) }, transfer: [] };
    },
    async close() {
      await activity.close();
      await emotion?.close();
    },
  };
}

/** The samples go back in the memory that they came in. */
const answer = (found: object, samples: Float32Array) => ({
  value: { ...found, samples },
  transfer: [samples.buffer as ArrayBuffer],
});

/** Null where it is not allowed, or where no model is installed. */
async function openEmotion(
  { manifestFolder, withEmotion, ...rest }: Options,
  gate: NativeGate,
): Promise<SpeechEmotion | null> {
  if (!withEmotion) return null;
  const manifest = await readManifestIfThere(manifestFolder, 'speech-emotion');
  return manifest && SpeechEmotion.load({ manifest, ...rest, gate });
}

function describe({ model: { digest, provider, refused }, manifest: { thresholds } }: SpeechEmotion) {
  return { digest, provider, refused, thresholds };
}

if (parentPort !== null) await serveRequests(parentPort, workerData, openSpeech);
