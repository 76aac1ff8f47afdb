// False alarms, counted: what was found, or tracked as somebody, where no face is. Pure. One person who is seen twice at
// a time is a false alarm too, since a room would count two.
import type { Box } from '../../../device/sense/frame.ts';
import { overlapOf } from '../../../device/sense/vision/detection.ts';

/** Least intersection over union with a true face of what belongs to it; a mouth alone has less of its face. */
const BELONGS = 0.2;
/** The same of a face that counts as found, as in the tables of recall. */
const FOUND = 0.4;

/** Pixels of the frame. */
interface Seen {
  readonly box: Box;
}

/** One frame: the faces that are there, what the look found, and the tracks in view, which a room counts. */
export interface Sight {
  readonly faces: readonly Box[];
  readonly detections: readonly Seen[];
  readonly inView: readonly (Seen & { readonly id: number })[];
}

/** What was seen of one video. */
export interface Footage {
  readonly sights: readonly Sight[];
  readonly seconds: number;
  /** Of these, how many come late enough that a track may be in view at all. */
  readonly countingSeconds: number;
}

/** An event's number in so many seconds of video. */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
  /** Null without a second of video. */
  readonly perHour: number | null;
  /** Where none was seen: the rule of three, 3 ÷ time (95 %; Hanley, Lippman-Hand 1983). Otherwise null. */
  readonly perHourAtMost: number | null;
}

export interface AlarmFigures {
  readonly videos: number;
  readonly detections: Rate;
  readonly tracks: Rate;
  /** Videos with a false track in view, at whatever length. */
  readonly videosMistaken: number;
  /** Found faces of the faces of all frames, 0..1; null without faces. */
  readonly found: number | null;
}

export function countAlarms(videos: readonly Footage[]): AlarmFigures {
  const sights = videos.flatMap((video) => video.sights);
  const falseTracks = videos.map((video) => falseTracksIn(video.sights));
  const falseDetections = sights.map(({ detections, faces }) => unclaimed(detections, faces).length);
  const counting = sum(videos.map(({ countingSeconds }) => countingSeconds));
  return {
    videos: videos.length,
    detections: rateOf(sum(falseDetections), sum(videos.map(({ seconds }) => seconds))),
    tracks: rateOf(sum(falseTracks), counting),
    videosMistaken: falseTracks.filter((count) => count > 0).length,
    found: foundShare(sights),
  };
}

export function rateOf(count: number, seconds: number): Rate {
  const perHour = (events: number) => (seconds > 0 ? (events * 3_600) / seconds : null);
  return { count, seconds, perHour: perHour(count), perHourAtMost: count === 0 ? perHour(3) : null };
}

/** Those that no face claims. A face claims one, the one that lies best on it. */
export function unclaimed<T extends Seen>(seen: readonly T[], faces: readonly Box[]): readonly T[] {
  const pairs = seen.flatMap((one) => faces.map((face) => ({ one, face, overlap: overlapOf(one.box, face) })));
  const claims = new Map<Box, T>();
  const claimed = new Set<T>();
  for (const { one, face } of pairs.filter(belongs).sort((a, b) => b.overlap - a.overlap)) {
    if (claims.has(face) || claimed.has(one)) continue;
    claims.set(face, one);
    claimed.add(one);
  }
  return seen.filter((one) => !claimed.has(one));
}

const belongs = ({ overlap }: { readonly overlap: number }) => overlap >= BELONGS;

/** Tracks that no face claims in more than half of the frames in which they are in view. */
function falseTracksIn(sights: readonly Sight[]): number {
  const balance = new Map<number, number>();
  for (const { inView, faces } of sights) {
    const stray = new Set(unclaimed(inView, faces));
    for (const track of inView) balance.set(track.id, (balance.get(track.id) ?? 0) + (stray.has(track) ? 1 : -1));
  }
  return [...balance.values()].filter((strayFrames) => strayFrames > 0).length;
}

function foundShare(sights: readonly Sight[]): number | null {
  const faces = sum(sights.map((sight) => sight.faces.length));
  const isFound = (face: Box, { detections }: Sight) => detections.some(({ box }) => overlapOf(box, face) >= FOUND);
  const found = sum(sights.map((sight) => sight.faces.filter((face) => isFound(face, sight)).length));
  return faces === 0 ? null : found / faces;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
