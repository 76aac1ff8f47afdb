// Golden values prove, without any picture, that an artifact computes on a provider what it computed when it was made.
import type { Manifest, VoiceActivityManifest } from '../../../shared/manifest.ts';
import { byteTensor, type Feeds, floatTensor, integerTensor, isFiniteTensor, type Outputs } from './tensor.ts';

/** What a model is given when it is loaded, and what must come back. */
export interface Probe {
  readonly feeds: Feeds;
  /** Empty where a manifest has none: then the run must only succeed and give numbers. */
  readonly golden: readonly { readonly output: string; readonly index: number; readonly value: number }[];
}

/** Value `index` of the pattern `ramp`; see shared/manifest.ts. */
export const rampValue = (index: number) => (index * 31 + Math.floor(index / 97) * 17) % 256;

const PROBE_SIDE_PX = 128;

/** Shape of the patterned input where a manifest has no golden values. */
export function probeShape(manifest: Manifest): readonly number[] {
  switch (manifest.task) {
    case 'face-detector':
      return [1, PROBE_SIDE_PX, PROBE_SIDE_PX, 3];
    case 'voice-activity':
      return [1, manifest.input.contextSamples + manifest.input.chunkSamples];
    case 'speech-emotion':
      return [1, manifest.input.minSamples];
    case 'fusion':
      return [];
    default:
      return [1, manifest.input.planes, manifest.input.heightPx, manifest.input.widthPx];
  }
}

export function probeOf(manifest: Manifest): Probe {
  const golden = manifest.golden?.values ?? [];
  const shape = manifest.golden?.shape ?? probeShape(manifest);
  if (manifest.task === 'face-detector') {
    const [, heightPx = PROBE_SIDE_PX, widthPx = PROBE_SIDE_PX] = shape;
    const frame = byteTensor(
      Uint8Array.from({ length: volumeOf(shape) }, (_, index) => rampValue(index)),
      shape,
    );
    return { feeds: { frame, size: integerTensor([heightPx, widthPx]) }, golden };
  }
  const data = Float32Array.from({ length: volumeOf(shape) }, (_, index) => rampValue(index));
  if (manifest.task === 'voice-activity') return { feeds: soundFeeds(manifest, data, shape), golden };
  if (manifest.task === 'speech-emotion') return { feeds: { sound: floatTensor(data, shape) }, golden };
  return { feeds: { face: floatTensor(data, shape) }, golden };
}

function soundFeeds({ input }: VoiceActivityManifest, sound: Float32Array, shape: readonly number[]): Feeds {
  return {
    [input.sound]: floatTensor(sound, shape),
    [input.state]: floatTensor(new Float32Array(volumeOf(input.stateShape)), input.stateShape),
    [input.rate]: integerTensor([input.rateHz]),
  };
}

/** Largest absolute difference from the golden values; infinity where one is missing, or where any value is no number. */
export function goldenError({ golden }: Probe, outputs: Outputs): number {
  if (!Object.values(outputs).every(isFiniteTensor)) return Number.POSITIVE_INFINITY;
  const errors = golden.map(({ output, index, value }) => {
    const actual = outputs[output]?.data[index];
    return actual === undefined ? Number.POSITIVE_INFINITY : Math.abs(Number(actual) - value);
  });
  return Math.max(0, ...errors);
}

const volumeOf = (shape: readonly number[]) => shape.reduce((volume, size) => volume * size, 1);
