// The votes of one window: every track votes once in every histogram, whatever it shows and for how long, so that
// adding or removing one track changes each histogram, and the cohort, by at most one.
import { TRACK_TTL_MS, TRACKS_PER_WINDOW, VOTE_MIN_MS } from '../../../shared/limits.ts';
import { GENDER_BINS, type GenderBin } from '../../../shared/manifest.ts';
import { DWELL_BANDS, type DwellBand, MOODS, type Mood } from '../../../shared/vocabulary.ts';
import type { Observation, TrackObservation } from '../observation.ts';
import {
  ATTENTION,
  type Attention,
  addFrame,
  attentionVote,
  dwellVote,
  genderVote,
  moodVote,
  newTally,
  type TrackTally,
  type UnsureBelow,
} from './track-tally.ts';

/** r: how often one person is assumed to come back within a window (occlusion, leaving the picture, a lost track). */
export const REENTRIES = 3;

export type Counts<K extends string> = Readonly<Record<K, number>>;

/** True counts of a closed window. They stay in RAM and only `privacy/release.ts` reads them. */
export interface WindowVotes {
  /** The larger of the peak of simultaneous tracks and the distinct tracks ÷ r, rounded down. */
  readonly cohort: number;
  readonly mood: Counts<Mood>;
  readonly dwell: Counts<DwellBand>;
  readonly attention: Counts<Attention>;
  readonly gender: Counts<GenderBin>;
  /** Tracks that found no place. */
  readonly dropped: number;
}

/**
 * Collects one window. Tracks that have ended vote at once and are forgotten, so at most {@link TRACKS_PER_WINDOW}
 * tallies are held however many people pass; a bound on the votes themselves would let one track displace another
 * and so change a histogram by two.
 */
export class Votes {
  readonly #unsureBelow: () => UnsureBelow;
  readonly #tallies = new Map<number, TrackTally>();
  readonly #mood = zeros(MOODS);
  readonly #dwell = zeros(DWELL_BANDS);
  readonly #attention = zeros(ATTENTION);
  readonly #gender = zeros(GENDER_BINS);
  #peak = 0;
  #distinct = 0;
  #dropped = 0;

  /**
   * A frame whose best probability is below a model's threshold counts for none of its classes. Asked for each frame: a
   * window opens before its models do.
   */
  constructor(unsureBelow: () => UnsureBelow = () => ({ emotion: 0, gender: 0 })) {
    this.#unsureBelow = unsureBelow;
  }

  /** Frames come in the order they were captured. */
  observe({ capturedAtMs, tracks }: Observation): void {
    this.#castEnded(capturedAtMs);
    const unsureBelow = this.#unsureBelow();
    const seen = new Set<number>();
    let settled = 0;
    for (const track of tracks) {
      if (seen.has(track.id)) continue;
      seen.add(track.id);
      const tally = this.#tallyOf(track, capturedAtMs);
      if (tally === undefined) continue;
      addFrame(tally, track, capturedAtMs, unsureBelow);
      if (isSettled(tally)) settled += 1;
    }
    this.#peak = Math.max(this.#peak, settled);
  }

  /** Ends the window: whoever is still in view votes. Nothing of any track is held afterwards. */
  close(): WindowVotes {
    for (const id of [...this.#tallies.keys()]) this.#cast(id);
    return {
      cohort: Math.max(this.#peak, Math.floor(this.#distinct / REENTRIES)),
      mood: { ...this.#mood },
      dwell: { ...this.#dwell },
      attention: { ...this.#attention },
      gender: { ...this.#gender },
      dropped: this.#dropped,
    };
  }

  #tallyOf(track: TrackObservation, atMs: number): TrackTally | undefined {
    const held = this.#tallies.get(track.id);
    if (held !== undefined) return held;
    if (this.#tallies.size >= TRACKS_PER_WINDOW) {
      this.#dropped += 1;
      return undefined;
    }
    const tally = newTally(track, atMs);
    this.#tallies.set(track.id, tally);
    return tally;
  }

  /** A track dies {@link TRACK_TTL_MS} after it was last seen and its id never returns. Twice that is beyond doubt. */
  #castEnded(nowMs: number): void {
    for (const [id, tally] of this.#tallies) if (nowMs - tally.lastSeenMs > 2 * TRACK_TTL_MS) this.#cast(id);
  }

  #cast(id: number): void {
    const tally = this.#tallies.get(id);
    if (tally === undefined) return;
    this.#tallies.delete(id);
    this.#mood[moodVote(tally)] += 1;
    this.#dwell[dwellVote(tally)] += 1;
    this.#attention[attentionVote(tally)] += 1;
    this.#gender[genderVote(tally)] += 1;
    if (isSettled(tally)) this.#distinct += 1;
  }
}

/** Only a track in view for this long is one of a crowd: a detector that flickers must not make one. */
const isSettled = ({ firstSeenMs, lastSeenMs }: TrackTally) => lastSeenMs - firstSeenMs >= VOTE_MIN_MS;

const zeros = <K extends string>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
