// What vision says of one frame: the tracks in view. Lives in RAM; nothing of it leaves sense but counts that
// `privacy/release.ts` has let go.
import type { Box } from './frame.ts';

export interface TrackObservation {
  /** Random for each run, never outside RAM. */
  readonly id: number;
  readonly box: Box;
  /** Monotonic milliseconds. */
  readonly firstSeenMs: number;
  /** Detector's score 0..1. */
  readonly score: number;
  /** Smoothed probabilities in the order of EMOTIONS; null where no emotion model is loaded or none ran yet. */
  readonly emotion: readonly number[] | null;
  /** Mean probabilities in the order of GENDERS, as perceived; absent or null where no model is loaded or none could read. */
  readonly gender?: readonly number[] | null;
  /** Whether the face was good enough (size, blur, pose) for its emotion to count in this frame. */
  readonly isReadable: boolean;
  /** Whether the face is turned to the device. */
  readonly isFacing: boolean;
  /** How open the mouth is (fusion/mouth-opening); null where it was not seen in this frame or no emotion is read. */
  readonly mouth?: number | null;
}

export interface Observation {
  readonly capturedAtMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tracks: readonly TrackObservation[];
}
