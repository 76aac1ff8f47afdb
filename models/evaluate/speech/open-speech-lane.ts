// Opens the model of a speech lane as the device opens it: digest checked, probed, one session.
import { openGate } from '../../../device/sense/inference/native-gate.ts';
import { SpeechEmotion } from '../../../device/sense/speech/speech-emotion.ts';
import type { SpeechEmotionManifest } from '../../../shared/manifest.ts';
import { pickArtifact } from '../model-choice.ts';
import type { EvaluateOptions } from '../options.ts';
import { SpeechLane } from './speech-lane.ts';

/** @throws RoomtoneError `MODEL_MISSING`, `MODEL_CORRUPT`, `MODEL_UNUSABLE`, `MODEL_UNKNOWN` */
export async function openSpeechLane(manifest: SpeechEmotionManifest, options: EvaluateOptions): Promise<SpeechLane> {
  const artifact = pickArtifact(manifest, options.precision);
  const emotion = await SpeechEmotion.load({
    manifest: { ...manifest, artifacts: [artifact] },
    artifactFolders: options.artifactFolders,
    providers: [artifact.provider],
    gate: openGate(),
  });
  const { file, precision, sha256, bytes } = artifact;
  const { provider } = emotion.model;
  const model = {
    id: manifest.id,
    version: manifest.version,
    artifact: { file, precision, provider, sha256, bytes },
  };
  return new SpeechLane({ emotion, model, disturbance: null, decoded: new Map() });
}
