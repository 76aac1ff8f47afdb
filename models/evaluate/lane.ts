// A lane is the way of one task from a file to probabilities. What stands behind it is the device's own code; the rest
// of the evaluator knows no task.
import type { Artifact } from '../../shared/manifest.ts';
import type { SkipReason } from './data/skipped.ts';

/** What was run. */
export interface RunningModel {
  readonly id: string;
  readonly version: string;
  readonly artifact: Pick<Artifact, 'file' | 'precision' | 'sha256' | 'bytes'> & { readonly provider: string };
}

export type Answer =
  | {
      readonly probabilities: readonly number[];
      readonly flaws: readonly string[];
      /** Of a voice: how far above the noise, dB. */
      readonly signalToNoiseDb?: number;
    }
  | { readonly skipped: SkipReason };

export interface Lane<Sample> {
  readonly labels: readonly string[];
  /** Threshold of the manifest. */
  readonly unsureBelow: number;
  readonly model: RunningModel;
  /** Reads and decodes one file. Throws whatever the decoder throws. */
  read(path: string): Promise<Sample>;
  /** One answer a sample, in their order. */
  answer(samples: readonly Sample[]): Promise<readonly Answer[]>;
  /** The same models on disturbed samples, in the order of the table; each is seeded afresh. */
  disturbances(seed: number): readonly DisturbedLane<Sample>[];
  close(): Promise<void>;
}

export interface DisturbedLane<Sample> {
  readonly family: string;
  readonly level: string;
  readonly lane: Lane<Sample>;
}
