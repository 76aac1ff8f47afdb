// Tracking by motion and overlap: detections of successive frames become tracks. A track lives until it was not seen
// for its time to live, so that short misses of the detector break none. Pure: the caller keeps the tracks.
import { TRACK_TTL_MS } from '../../../shared/limits.ts';
import type { Random } from '../../runtime/random.ts';
import type { Box, Point } from '../frame.ts';
import { centreOf, type Detection, NESTED_PART, overlapOf, partWithin, sizeOf } from './detection.ts';

export interface Track {
  /** Random, and known to this run alone. */
  readonly id: number;
  /** As last seen. */
  readonly seen: Detection;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** Since then it was seen without a gap of `lingerMs`. */
  readonly steadySinceMs: number;
  /** Detections that belong to it. */
  readonly hits: number;
  /** Pixels a millisecond, smoothed. */
  readonly velocity: Point;
}

/**
 * A track is in view while it was seen within `lingerMs`, but not before it was seen for SETTLE times as long without
 * such a gap. The first is the shorter on purpose: when one person's track breaks, the new one comes into view only
 * after the old one has left it, so that nobody is two people at a time.
 */
const SETTLE = 1.5;
export const settleMs = (lingerMs: number) => SETTLE * lingerMs;

const LINGER_MIN_MS = 1_000;
/** Below the time to live. */
const LINGER_MAX_MS = 2_500;

/** A small face is seen once in `cycleMs`, the time of a whole sweep: it must not be taken for gone in between. */
export const lingerFor = (cycleMs: number) => Math.min(Math.max(1.25 * cycleMs, LINGER_MIN_MS), LINGER_MAX_MS);

/** A single false alarm makes no track … */
const HITS_MIN = 3;
/** … and what the detector is not quite sure of only continues one. */
const BIRTH_SCORE = 0.6;
/** Motion fades out over about this long without a detection. */
const MOTION_FADE_MS = 500;
const VELOCITY_MEMORY_MS = 300;
/** A face may stray this many times its own size from where it is expected; more with every second unseen. */
const REACH = 0.7;
const REACH_PER_SECOND = 0.5;
/** Sizes of one face in two frames differ by less. */
const SIZE_RATIO = 1.9;

export interface TrackingOptions {
  readonly lingerMs: number;
  readonly random: Random;
}

/** Tracks after `detections` of a frame at `atMs`. Each detection belongs to one track, an old or a new one. */
export function stepTracks(
  tracks: readonly Track[],
  detections: readonly Detection[],
  atMs: number,
  { lingerMs, random }: TrackingOptions,
): readonly Track[] {
  const alive = tracks.filter(({ lastSeenMs }) => atMs - lastSeenMs < TRACK_TTL_MS);
  const matches = matchTracks(alive, detections, atMs);
  const kept = alive.map((track) => {
    const detection = matches.get(track);
    return detection === undefined ? track : extend(track, detection, atMs, lingerMs);
  });
  const known = withoutNested(kept);
  const matched = new Set(matches.values());
  const isNew = (seen: Detection) =>
    !matched.has(seen) && seen.score >= BIRTH_SCORE && !known.some((track) => isPartOf(seen, track));
  return [...known, ...detections.filter(isNew).map((seen) => begin(seen, atMs, random))];
}

/** Looks at different scales can take a face and a part of it for two. */
const withoutNested = (tracks: readonly Track[]) =>
  tracks.filter(({ seen }) => !tracks.some((track) => track.hits >= HITS_MIN && isPartOf(seen, track)));

const isPartOf = (part: Detection, { seen }: Track) =>
  sizeOf(part.box) < sizeOf(seen.box) && partWithin(part.box, seen.box) > NESTED_PART;

export const isInView = ({ steadySinceMs, lastSeenMs, hits }: Track, atMs: number, lingerMs: number) =>
  hits >= HITS_MIN && atMs - steadySinceMs >= settleMs(lingerMs) && atMs - lastSeenMs < lingerMs;

/** Where the face of `track` is expected: at constant velocity that fades while it is not seen. */
export function expectedBox({ seen, velocity, lastSeenMs }: Track, atMs: number): Box {
  const travelMs = MOTION_FADE_MS * (1 - Math.exp(-(atMs - lastSeenMs) / MOTION_FADE_MS));
  return { ...seen.box, x: seen.box.x + velocity.x * travelMs, y: seen.box.y + velocity.y * travelMs };
}

/** The closest pair first, until no pair is left that could be one face. */
function matchTracks(tracks: readonly Track[], detections: readonly Detection[], atMs: number) {
  const pairs = tracks.flatMap((track) => {
    const expected = expectedBox(track, atMs);
    const reach = REACH + (REACH_PER_SECOND * (atMs - track.lastSeenMs)) / 1_000;
    return detections.map((detection) => ({ track, detection, affinity: affinityOf(expected, detection.box, reach) }));
  });
  const matches = new Map<Track, Detection>();
  const taken = new Set<Detection>();
  for (const { track, detection } of pairs.filter(isPossible).sort((a, b) => b.affinity - a.affinity)) {
    if (matches.has(track) || taken.has(detection)) continue;
    matches.set(track, detection);
    taken.add(detection);
  }
  return matches;
}

const isPossible = ({ affinity }: { readonly affinity: number }) => affinity > 0;

/** 0 where the two cannot be one face, up to 2 where they are the same box. */
function affinityOf(expected: Box, box: Box, reach: number): number {
  const [sizeA, sizeB] = [sizeOf(expected), sizeOf(box)];
  const ratio = Math.max(sizeA, sizeB) / Math.min(sizeA, sizeB);
  const [a, b] = [centreOf(expected), centreOf(box)];
  const closeness = 1 - Math.hypot(a.x - b.x, a.y - b.y) / (reach * Math.max(sizeA, sizeB));
  return ratio > SIZE_RATIO || closeness <= 0 ? 0 : closeness + overlapOf(expected, box);
}

function begin(seen: Detection, atMs: number, random: Random): Track {
  const id = randomId(random);
  const [firstSeenMs, lastSeenMs, steadySinceMs] = [atMs, atMs, atMs];
  return { id, seen, firstSeenMs, lastSeenMs, steadySinceMs, hits: 1, velocity: { x: 0, y: 0 } };
}

function extend(track: Track, seen: Detection, atMs: number, lingerMs: number): Track {
  const elapsedMs = Math.max(1, atMs - track.lastSeenMs);
  const [from, to] = [centreOf(track.seen.box), centreOf(seen.box)];
  const newest = 1 - Math.exp(-elapsedMs / VELOCITY_MEMORY_MS);
  const blend = (before: number, distance: number) => before + newest * (distance / elapsedMs - before);
  const velocity = { x: blend(track.velocity.x, to.x - from.x), y: blend(track.velocity.y, to.y - from.y) };
  const steadySinceMs = elapsedMs < lingerMs ? track.steadySinceMs : atMs;
  return { ...track, seen, lastSeenMs: atMs, steadySinceMs, hits: track.hits + 1, velocity };
}

/** 48 bits: as many as an integer holds with room to spare. */
function randomId(random: Random): number {
  const bytes = random.bytes(6);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
}
