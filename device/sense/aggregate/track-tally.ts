// What one track has shown within one window, and the one vote it casts from that in each histogram.
// However long a face is in view, its tally is one.
import { VOTE_MIN_FRAMES, VOTE_MIN_MS } from '../../../shared/limits.ts';
import { type DwellBand, EMOTIONS, type Mood } from '../../../shared/vocabulary.ts';
import type { TrackObservation } from '../observation.ts';

const MINUTE_MS = 60_000;

export const ATTENTION = ['facing', 'away'] as const;
export type Attention = (typeof ATTENTION)[number];

export interface TrackTally {
  /** Monotonic milliseconds, possibly before the window. */
  readonly firstSeenMs: number;
  lastSeenMs: number;
  frames: number;
  facingFrames: number;
  readableFrames: number;
  firstReadableMs: number;
  lastReadableMs: number;
  /** Readable frames by emotion, in the order of EMOTIONS; a frame below the threshold is in none. */
  readonly framesByEmotion: number[];
}

export function newTally(track: TrackObservation, atMs: number): TrackTally {
  return {
    firstSeenMs: Math.min(track.firstSeenMs, atMs),
    lastSeenMs: atMs,
    frames: 0,
    facingFrames: 0,
    readableFrames: 0,
    firstReadableMs: atMs,
    lastReadableMs: atMs,
    framesByEmotion: EMOTIONS.map(() => 0),
  };
}

/** Adds one frame. Below `unsureBelow` the best emotion of a frame is none. */
export function addFrame(tally: TrackTally, track: TrackObservation, atMs: number, unsureBelow: number): void {
  tally.lastSeenMs = Math.max(tally.lastSeenMs, atMs);
  tally.frames += 1;
  if (track.isFacing) tally.facingFrames += 1;
  if (!track.isReadable || track.emotion === null) return;
  if (tally.readableFrames === 0) tally.firstReadableMs = atMs;
  tally.readableFrames += 1;
  tally.lastReadableMs = Math.max(tally.lastReadableMs, atMs);
  const best = indexOfBest(track.emotion);
  if ((track.emotion[best] ?? 0) < unsureBelow) return;
  tally.framesByEmotion[best] = (tally.framesByEmotion[best] ?? 0) + 1;
}

/** The emotion of most readable frames; `unsure` for a glimpse, a tie, or a face that mostly could not be told. */
export function moodVote(tally: TrackTally): Mood {
  if (tally.readableFrames < VOTE_MIN_FRAMES) return 'unsure';
  if (tally.lastReadableMs - tally.firstReadableMs < VOTE_MIN_MS) return 'unsure';
  const best = indexOfBest(tally.framesByEmotion);
  const most = tally.framesByEmotion[best] ?? 0;
  const sure = tally.framesByEmotion.reduce((sum, frames) => sum + frames, 0);
  const isTied = tally.framesByEmotion.filter((frames) => frames === most).length > 1;
  if (isTied || tally.readableFrames - sure >= most) return 'unsure';
  return EMOTIONS[best] ?? 'unsure';
}

/** By the time since the track was first seen, also before this window. */
export function dwellVote({ firstSeenMs, lastSeenMs }: TrackTally): DwellBand {
  const minutes = (lastSeenMs - firstSeenMs) / MINUTE_MS;
  if (minutes < 1) return 'under1min';
  if (minutes < 5) return 'from1to5min';
  return minutes < 15 ? 'from5to15min' : 'over15min';
}

export const attentionVote = ({ frames, facingFrames }: TrackTally): Attention =>
  facingFrames * 2 > frames ? 'facing' : 'away';

function indexOfBest(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? 0)) best = index;
  return best;
}
