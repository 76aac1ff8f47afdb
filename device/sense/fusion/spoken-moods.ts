// Spoken moods: what was heard, laid to who may have said it, and read together with the face for as long as the utterance
// lasted. It keeps numbers of the last seconds, by track, in RAM, and forgets a track soon after it is gone.
import type { Observation, TrackObservation } from '../observation.ts';
import { attribute, type Candidate, type MouthReading, type Voice } from './attribution.ts';
import { fuse } from './fuse.ts';
import type { FusionWeights } from './fusion-weights.ts';

/** An utterance whose sound was good enough to be read. */
export interface ReadVoice extends Voice {
  /** Calibrated, in the order of `EMOTIONS`. */
  readonly probabilities: readonly number[];
}

/** The longest utterance and the time that reading it takes. */
const KEPT_MS = 16_000;
/** Of one track: 25 looks a second. */
const LOOKS_MAX = 400;
/** A window may hold 200 tracks; who spoke is not told in such a crowd anyway. */
const TRACKS_MAX = 32;

interface Evidence {
  readonly probabilities: readonly number[];
  readonly untilMs: number;
}

export class SpokenMoods {
  readonly #weights: FusionWeights | null;
  readonly #mouths = new Map<number, MouthReading[]>();
  readonly #evidence = new Map<number, Evidence>();
  /** In frames that hold more faces than are kept: nobody can be told from the others. */
  #crowdedUntilMs = Number.NEGATIVE_INFINITY;

  /** Null weights: no model for it is installed, and every face votes alone. */
  constructor(weights: FusionWeights | null) {
    this.#weights = weights;
  }

  /** The observation as it is counted: where a voice belongs to a face, both make its emotion. */
  observe(observation: Observation): Observation {
    const { capturedAtMs, tracks } = observation;
    this.#forgetBefore(capturedAtMs - KEPT_MS);
    for (const track of tracks) this.#look(track, capturedAtMs);
    const weights = this.#weights;
    if (weights === null || this.#evidence.size === 0) return observation;
    return { ...observation, tracks: tracks.map((track) => this.#fused(track, capturedAtMs, weights)) };
  }

  /** Lays an utterance to the track that spoke it. @returns the track, or null where none can be told */
  hear(voice: ReadVoice): number | null {
    if (this.#weights === null || this.#crowdedUntilMs >= voice.startedAtMs) return null;
    const track = attribute(voice, this.#candidatesFor(voice));
    if (track === null) return null;
    const lastedMs = voice.endedAtMs - voice.startedAtMs;
    const nowMs = Math.max(voice.endedAtMs, this.#mouths.get(track)?.at(-1)?.atMs ?? 0);
    this.#evidence.set(track, { probabilities: voice.probabilities, untilMs: nowMs + lastedMs });
    return track;
  }

  #look({ id, mouth = null }: TrackObservation, atMs: number): void {
    const looks = this.#mouths.get(id) ?? [];
    if (!this.#mouths.has(id)) {
      if (this.#mouths.size >= TRACKS_MAX) {
        this.#crowdedUntilMs = atMs;
        return;
      }
      this.#mouths.set(id, looks);
    }
    if (mouth === null) return;
    looks.push({ atMs, opening: mouth });
    if (looks.length > LOOKS_MAX) looks.shift();
  }

  #candidatesFor({ startedAtMs, endedAtMs }: Voice): readonly Candidate[] {
    return [...this.#mouths]
      .map(([track, looks]) => ({
        track,
        mouth: looks.filter(({ atMs }) => atMs >= startedAtMs && atMs <= endedAtMs),
      }))
      .filter(({ mouth }) => mouth.length > 0);
  }

  #fused(track: TrackObservation, atMs: number, weights: FusionWeights): TrackObservation {
    const evidence = this.#evidence.get(track.id);
    if (evidence === undefined || track.emotion === null || atMs > evidence.untilMs) return track;
    return { ...track, emotion: fuse(track.emotion, evidence.probabilities, weights) };
  }

  #forgetBefore(atMs: number): void {
    for (const [id, looks] of this.#mouths) {
      while ((looks[0]?.atMs ?? Number.POSITIVE_INFINITY) < atMs) looks.shift();
      if (looks.length === 0) this.#mouths.delete(id);
    }
    for (const [id, { untilMs }] of this.#evidence) if (untilMs < atMs) this.#evidence.delete(id);
  }
}
