// Attribution: which face spoke an utterance, or none that could be told. A sole face spoke it; of several, the one whose
// mouth opened and closed with the loudness of the voice, if clearly so and clearly more than any other. In doubt nobody:
// a voice that is laid to the wrong face is worse than one that is laid to none. Pure; figures: README.md beside this file.

/** How open a mouth was at one moment; see mouth-opening.ts. */
export interface MouthReading {
  readonly atMs: number;
  readonly opening: number;
}

export interface Candidate {
  readonly track: number;
  /** While it was in view, within the utterance, oldest first. */
  readonly mouth: readonly MouthReading[];
}

/** Loudness of an utterance, in dB, one value each `stepMs` from its beginning. */
export interface Voice {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly loudnessDb: readonly number[];
  readonly stepMs: number;
}

/** What changes more slowly than a syllable or two tells nothing: light, a turn of the head, a sentence that ends. */
const SYLLABLES_MS = 500;
/** Sound may come this much after the picture or, as lips lead and cameras lag, before it. */
const LAGS_MS = [-40, 0, 40, 80, 120, 160] as const;
/** Correlation that the speaker's mouth must have … */
const AGREEMENT_MIN = 0.3;
/** … and must be ahead of every other's. */
const LEAD_MIN = 0.15;
/** With fewer looks at a mouth chance alone agrees. */
const LOOKS_MIN = 8;
/** A face in view for less of the utterance can't be said to have spoken it, nor not to. */
const PRESENCE_MIN = 0.6;

/** The track that spoke, or null. `candidates` are all tracks that were in view at any time of the utterance. */
export function attribute(voice: Voice, candidates: readonly Candidate[]): number | null {
  const [first, ...others] = candidates;
  if (first === undefined) return null;
  if (others.length === 0) return presenceOf(voice, first) >= PRESENCE_MIN ? first.track : null;
  const scored = candidates.map((candidate) => ({ track: candidate.track, agreement: agreementOf(voice, candidate) }));
  const [best, next] = scored.sort((a, b) => b.agreement - a.agreement);
  if (best === undefined || next === undefined) return null;
  return best.agreement >= AGREEMENT_MIN && best.agreement - next.agreement >= LEAD_MIN ? best.track : null;
}

/** Share of the utterance between the first and the last look at the face. */
function presenceOf({ startedAtMs, endedAtMs }: Voice, { mouth }: Candidate): number {
  const [first, last] = [mouth[0], mouth.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return (last.atMs - first.atMs) / Math.max(1, endedAtMs - startedAtMs);
}

/** −1..1: best correlation of the mouth with the voice over the lags; 0 where too little was seen of it. */
export function agreementOf(voice: Voice, candidate: Candidate): number {
  const { mouth } = candidate;
  if (mouth.length < LOOKS_MIN || presenceOf(voice, candidate) < PRESENCE_MIN) return 0;
  const times = mouth.map(({ atMs }) => atMs);
  const opening = withoutSlow(
    times,
    mouth.map((reading) => reading.opening),
  );
  const agreements = LAGS_MS.map((lagMs) => {
    const loudness = times.map((atMs) => loudnessAt(voice, atMs + lagMs));
    return correlation(opening, withoutSlow(times, loudness));
  });
  return Math.max(...agreements);
}

/** Each value less the mean of those around it. */
function withoutSlow(times: readonly number[], values: readonly number[]): readonly number[] {
  return values.map((value, index) => {
    const near = values.filter((_, other) => Math.abs((times[other] ?? 0) - (times[index] ?? 0)) <= SYLLABLES_MS / 2);
    return value - meanOf(near);
  });
}

/** Linear between the middles of the steps; constant beyond the ends. */
function loudnessAt({ startedAtMs, loudnessDb, stepMs }: Voice, atMs: number): number {
  const place = (atMs - startedAtMs) / stepMs - 0.5;
  const within = Math.min(Math.max(place, 0), loudnessDb.length - 1);
  const [lower, share] = [Math.floor(within), within - Math.floor(within)];
  const low = loudnessDb[lower] ?? 0;
  return low + share * ((loudnessDb[lower + 1] ?? low) - low);
}

/** Pearson's; 0 where one of the two does not change. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [da, db] = [value - meanA, (b[index] ?? meanB) - meanB];
    both += da * db;
    squaresA += da * da;
    squaresB += db * db;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale > 1e-9 ? both / scale : 0;
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
