// Attributes: what a classifier says of each track, a few times a second and smoothed, not in every frame. One mechanism
// for every classifier of faces; it knows a track by its id alone and forgets it when it is gone.
import type { Frame } from '../frame.ts';
import { areaOf } from './alignment.ts';
import { alignFaces, type Classifier, classifyCrops } from './classifier.ts';
import { cropQualityOf, type Flaw, faceQualityOf, flawsOf } from './quality.ts';
import type { Track } from './tracker.ts';

export interface Reading {
  readonly atMs: number;
  /** Looks at which the face could be read. */
  readonly reads: number;
  /** Smoothed, in the order of `classesOf`. */
  readonly probabilities: readonly number[];
  /** Why the face could not be read when it was last looked at; empty when it could. */
  readonly flaws: readonly Flaw[];
}

export interface AttributesOptions {
  readonly classifier: Classifier;
  /** Between two looks at one track; 0 looks in every frame. */
  readonly intervalMs: number;
  /** Of what stays as it is while a face is in view. Default: it changes, and the newest look weighs most. */
  readonly lasting?: Lasting;
}

/** All looks weigh alike, and few are taken: after `reads` good ones a track is looked at every `intervalMs` only. */
export interface Lasting {
  readonly reads: number;
  readonly intervalMs: number;
}

/** Faces of one frame; the rest waits for the next, so that a crowd does not stall the pipeline. */
const BATCH_MAX = 8;
/** Older readings weigh less by e after this long. */
const MEMORY_MS = 1_000;
/** The mean of what lasts follows at last when a track has slipped from one person to another. */
const MEAN_OF = 8;

export class Attributes {
  readonly #classifier: Classifier;
  readonly #intervalMs: number;
  readonly #lasting: Lasting | undefined;
  #readings: ReadonlyMap<number, Reading> = new Map();

  constructor({ classifier, intervalMs, lasting }: AttributesOptions) {
    this.#classifier = classifier;
    this.#intervalMs = intervalMs;
    this.#lasting = lasting;
  }

  readingOf(track: number): Reading | undefined {
    return this.#readings.get(track);
  }

  /** Looks at the tracks that were seen in `frame` and are due, the longest unread first. */
  async update(frame: Frame, tracks: readonly Track[]): Promise<void> {
    const due = this.#due(tracks, frame.capturedAtMs);
    const readings = new Map(tracks.flatMap(({ id }) => entryOf(id, this.#readings.get(id))));
    if (due.length > 0) {
      const faces = due.map(({ seen }) => seen.keypoints);
      const crops = alignFaces(frame, faces, this.#classifier.manifest);
      const flaws = this.#flawsOf(due, crops);
      const rows = await classifyCrops(this.#classifier, crops);
      due.forEach(({ id }, index) => {
        const look = { atMs: frame.capturedAtMs, probabilities: rows[index] ?? [], flaws: flaws[index] ?? [] };
        readings.set(id, smooth(readings.get(id), look, this.#lasting !== undefined));
      });
    }
    this.#readings = readings;
  }

  #due(tracks: readonly Track[], atMs: number): readonly Track[] {
    const readAt = ({ id }: Track) => this.#readings.get(id)?.atMs ?? Number.NEGATIVE_INFINITY;
    return tracks
      .filter((track) => track.lastSeenMs === atMs && atMs - readAt(track) >= this.#intervalFor(track))
      .sort((a, b) => readAt(a) - readAt(b))
      .slice(0, BATCH_MAX);
  }

  #intervalFor({ id }: Track): number {
    const isSettled = this.#lasting !== undefined && (this.readingOf(id)?.reads ?? 0) >= this.#lasting.reads;
    return isSettled ? this.#lasting.intervalMs : this.#intervalMs;
  }

  #flawsOf(tracks: readonly Track[], crops: Float32Array): readonly (readonly Flaw[])[] {
    const { input } = this.#classifier.manifest;
    const area = areaOf(input);
    return tracks.map(({ seen }, index) => {
      const crop = crops.subarray(index * area, (index + 1) * area);
      return flawsOf(faceQualityOf(seen.keypoints), cropQualityOf(crop, input));
    });
  }
}

const entryOf = (id: number, reading: Reading | undefined): readonly (readonly [number, Reading])[] =>
  reading === undefined ? [] : [[id, reading]];

/** A face that cannot be read says nothing new: what was read before stays. */
export function smooth(before: Reading | undefined, look: Omit<Reading, 'reads'>, isLasting = false): Reading {
  const isRead = look.flaws.length === 0;
  if (before === undefined) return { ...look, reads: isRead ? 1 : 0 };
  if (!isRead) return { ...look, probabilities: before.probabilities, reads: before.reads };
  const reads = before.reads + 1;
  const weight = isLasting ? 1 / Math.min(reads, MEAN_OF) : 1 - Math.exp(-(look.atMs - before.atMs) / MEMORY_MS);
  const blend = (value: number, index: number) => value + weight * ((look.probabilities[index] ?? value) - value);
  return { ...look, probabilities: before.probabilities.map(blend), reads };
}
