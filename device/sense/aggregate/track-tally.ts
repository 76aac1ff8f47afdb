// What one track has shown within one window, and the one vote it casts from that in each histogram.
// However long a face is in view, its tally is one.
import { GENDERS, type GenderBin } from '../../../shared/manifest.ts';
import { type DwellBand, EMOTIONS, type Mood } from '../../../shared/vocabulary.ts';
import type { TrackObservation } from '../observation.ts';
import { addReading, type Majority, newMajority, winnerOf } from './majority.ts';

const MINUTE_MS = 60_000;

export const ATTENTION = ['facing', 'away'] as const;
export type Attention = (typeof ATTENTION)[number];

/** Thresholds of the models (manifest, `unsureBelow`). */
export interface UnsureBelow {
  readonly emotion: number;
  readonly gender: number;
}

export interface TrackTally {
  /** Monotonic milliseconds, possibly before the window. */
  readonly firstSeenMs: number;
  lastSeenMs: number;
  frames: number;
  facingFrames: number;
  readonly emotion: Majority;
  readonly gender: Majority;
}

export const newTally = (track: TrackObservation, atMs: number): TrackTally => ({
  firstSeenMs: Math.min(track.firstSeenMs, atMs),
  lastSeenMs: atMs,
  frames: 0,
  facingFrames: 0,
  emotion: newMajority(EMOTIONS.length),
  gender: newMajority(GENDERS.length),
});

/** Adds one frame. */
export function addFrame(tally: TrackTally, track: TrackObservation, atMs: number, unsureBelow: UnsureBelow): void {
  tally.lastSeenMs = Math.max(tally.lastSeenMs, atMs);
  tally.frames += 1;
  if (track.isFacing) tally.facingFrames += 1;
  if (!track.isReadable) return;
  if (track.emotion !== null) addReading(tally.emotion, track.emotion, atMs, unsureBelow.emotion);
  const gender = track.gender ?? null;
  if (gender !== null) addReading(tally.gender, gender, atMs, unsureBelow.gender);
}

export function moodVote({ emotion }: TrackTally): Mood {
  const winner = winnerOf(emotion);
  return winner === null ? 'unsure' : (EMOTIONS[winner] ?? 'unsure');
}

export function genderVote({ gender }: TrackTally): GenderBin {
  const winner = winnerOf(gender);
  return winner === null ? 'unsure' : (GENDERS[winner] ?? 'unsure');
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
