// The voice of a clip as the ear of the device takes it: voice activity, then an utterance with its loudness.

import { CHUNK_MS, CHUNK_SAMPLES } from '../../../device/sense/capture/audio-chunk.ts';
import type { Voice } from '../../../device/sense/fusion/attribution.ts';
import { readManifest } from '../../../device/sense/inference/manifest-file.ts';
import { openGate } from '../../../device/sense/inference/native-gate.ts';
import { loudnessDb } from '../../../device/sense/speech/sound-quality.ts';
import { VoiceActivity } from '../../../device/sense/speech/voice-activity.ts';
import { readSound } from '../data/sound.ts';

interface Folders {
  readonly manifestFolder: string;
  readonly artifactFolders: readonly string[];
}

const heard = new Map<string, Promise<Voice | null>>();

/** From the first to the last chunk with speech; null without any. Times are those of the clip. */
export function findVoice(path: string, folders: Folders): Promise<Voice | null> {
  const found = heard.get(path) ?? listen(path, folders);
  heard.set(path, found);
  return found;
}

/** Seconds at the beginning of the clip before anybody speaks. */
export async function silentPart(path: string, folders: Folders): Promise<number> {
  return ((await findVoice(path, folders))?.startedAtMs ?? 0) / 1_000;
}

async function listen(path: string, { manifestFolder, artifactFolders }: Folders): Promise<Voice | null> {
  const manifest = await readManifest(manifestFolder, 'voice-activity');
  const activity = await VoiceActivity.load({ manifest, artifactFolders, providers: ['cpu'], gate: openGate() });
  const sound = await readSound(path);
  const count = Math.floor(sound.length / CHUNK_SAMPLES);
  const chunkOf = (chunk: number) => sound.subarray(chunk * CHUNK_SAMPLES, (chunk + 1) * CHUNK_SAMPLES);
  const probabilities = await activity.hear(sound.slice(0, count * CHUNK_SAMPLES));
  await activity.close();
  const first = probabilities.findIndex((probability) => probability >= manifest.thresholds.speech);
  const last = probabilities.findLastIndex((probability) => probability >= manifest.thresholds.speech);
  if (first < 0) return null;
  const loudness = Array.from({ length: last - first + 1 }, (_, step) => loudnessDb(chunkOf(first + step)));
  return { startedAtMs: first * CHUNK_MS, endedAtMs: (last + 1) * CHUNK_MS, loudnessDb: loudness, stepMs: CHUNK_MS };
}
