// Golden values prove, without any picture, that an artifact computes on a provider what it computed when it was made.
import type { Manifest } from '../../../shared/manifest.ts';
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

export function probeOf(manifest: Manifest): Probe {
  const golden = manifest.golden?.values ?? [];
  if (manifest.task === 'face-detector') {
    const shape = manifest.golden?.shape ?? [1, PROBE_SIDE_PX, PROBE_SIDE_PX, 3];
    const [, heightPx = PROBE_SIDE_PX, widthPx = PROBE_SIDE_PX] = shape;
    const frame = byteTensor(
      Uint8Array.from({ length: volumeOf(shape) }, (_, index) => rampValue(index)),
      shape,
    );
    return { feeds: { frame, size: integerTensor([heightPx, widthPx]) }, golden };
  }
  const shape = manifest.golden?.shape ?? [1, 1, manifest.input.heightPx, manifest.input.widthPx];
  const data = Float32Array.from({ length: volumeOf(shape) }, (_, index) => rampValue(index));
  return { feeds: { face: floatTensor(data, shape) }, golden };
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
