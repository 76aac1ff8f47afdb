// The lane of voices: sound file → (disturbance) → quality gate and model, by the device's own functions throughout.
import { CHUNK_SAMPLES } from '../../../device/sense/capture/audio-chunk.ts';
import { loudnessDb, NoiseFloor, soundQuality } from '../../../device/sense/speech/sound-quality.ts';
import type { SpeechEmotion } from '../../../device/sense/speech/speech-emotion.ts';
import { soundFlawsOf } from '../../../device/sense/speech/voice-reading.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { readSound } from '../data/sound.ts';
import type { Answer, Lane, RunningModel } from '../lane.ts';
import { conditionsOf } from './conditions.ts';

/** Mono, −1 to 1, 16 kHz. */
export type Sound = Float32Array;
export type SoundDisturbance = (sound: Sound) => Sound;

export interface SpeechLaneOptions {
  readonly emotion: SpeechEmotion;
  readonly model: RunningModel;
  readonly disturbance: SoundDisturbance | null;
  /** Decoded once for all lanes of a run. */
  readonly decoded: Map<string, Sound>;
}

export class SpeechLane implements Lane<Sound> {
  readonly labels = EMOTIONS;
  readonly unsureBelow: number;
  readonly model: RunningModel;
  readonly #options: SpeechLaneOptions;

  constructor(options: SpeechLaneOptions) {
    this.unsureBelow = options.emotion.manifest.thresholds.unsureBelow;
    this.model = options.model;
    this.#options = options;
  }

  disturbances(seed: number) {
    return conditionsOf(seed).map(({ family, level, disturbance }) => ({
      family,
      level,
      lane: new SpeechLane({ ...this.#options, disturbance }),
    }));
  }

  async read(path: string): Promise<Sound> {
    const { decoded, disturbance } = this.#options;
    const sound = decoded.get(path) ?? (await readSound(path));
    decoded.set(path, sound);
    return disturbance?.(sound) ?? sound;
  }

  async answer(sounds: readonly Sound[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const sound of sounds) answers.push(await this.#answer(sound));
    return answers;
  }

  close(): Promise<void> {
    return this.#options.emotion.close();
  }

  async #answer(sound: Sound): Promise<Answer> {
    const { emotion } = this.#options;
    const quality = soundQuality(sound, noiseOf(sound));
    const flaws = soundFlawsOf(quality, emotion.manifest.thresholds.signalToNoiseDb);
    return { probabilities: await emotion.read(sound), flaws, signalToNoiseDb: quality.signalToNoiseDb };
  }
}

/** As the ear of the device has it when the sound is over. */
function noiseOf(sound: Sound): number {
  const noise = new NoiseFloor();
  for (let at = 0; at + CHUNK_SAMPLES <= sound.length; at += CHUNK_SAMPLES) {
    noise.hear(loudnessDb(sound.subarray(at, at + CHUNK_SAMPLES)));
  }
  return noise.db;
}
