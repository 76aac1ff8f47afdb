// When an utterance begins and ends, as a pure function of the probabilities of speech: it begins with a little of what
// was before it, ends after a pause, is at least 0.8 s of speech and at most 12 s long, and never goes over a gap.
import { CHUNK_MS } from '../capture/audio-chunk.ts';

/** Consonants before the first loud vowel: kept from before speech was noticed. */
export const PRE_ROLL_CHUNKS = Math.round(320 / CHUNK_MS);
/** A pause this long ends an utterance; shorter ones are between words. */
const PAUSE_CHUNKS = Math.round(640 / CHUNK_MS);
/** Of that pause, what stays in the utterance. */
const TAIL_CHUNKS = Math.round(192 / CHUNK_MS);
const MIN_CHUNKS = Math.ceil(800 / CHUNK_MS);
export const MAX_CHUNKS = Math.floor(12_000 / CHUNK_MS);

export type UtteranceState =
  | { readonly kind: 'quiet' }
  /** Chunks since the beginning: all of them, those up to the last with speech, and those held before it. */
  | { readonly kind: 'speaking'; readonly chunks: number; readonly spoken: number; readonly preRoll: number };

export type UtteranceAct =
  /** Hold the chunk as a possible beginning. */
  | { readonly kind: 'hold' }
  /** The chunks held and this one are an utterance that has begun. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'keep' }
  /** The first `chunks` of what was kept are an utterance; `then` says what to do with the present chunk. */
  | { readonly kind: 'end'; readonly chunks: number }
  /** It was too short. */
  | { readonly kind: 'discard' };

export interface Heard {
  readonly probability: number;
  /** Sound is missing before this chunk. */
  readonly isAfterGap: boolean;
  /** Chunks held as a possible beginning. */
  readonly held: number;
}

export interface UtteranceThresholds {
  readonly speech: number;
  readonly silence: number;
}

export const quiet: UtteranceState = { kind: 'quiet' };

export interface UtteranceStep {
  readonly state: UtteranceState;
  /** In order; the chunk belongs to the last one that takes it (`hold`, `begin`, `keep`). */
  readonly acts: readonly UtteranceAct[];
}

export function stepUtterance(state: UtteranceState, heard: Heard, thresholds: UtteranceThresholds): UtteranceStep {
  if (state.kind === 'quiet') return listen(heard, thresholds);
  if (!heard.isAfterGap) return goOn(state, heard, thresholds);
  const { state: next, acts } = listen({ ...heard, held: 0 }, thresholds);
  return { state: next, acts: [ended(state), ...acts] };
}

function listen({ probability, held, isAfterGap }: Heard, { speech }: UtteranceThresholds): UtteranceStep {
  if (probability < speech) return { state: quiet, acts: [{ kind: 'hold' }] };
  const preRoll = isAfterGap ? 0 : held;
  return { state: { kind: 'speaking', chunks: preRoll + 1, spoken: preRoll + 1, preRoll }, acts: [{ kind: 'begin' }] };
}

type Speaking = Extract<UtteranceState, { readonly kind: 'speaking' }>;

function goOn(state: Speaking, { probability }: Heard, { silence }: UtteranceThresholds): UtteranceStep {
  const chunks = state.chunks + 1;
  const next = { ...state, chunks, spoken: probability >= silence ? chunks : state.spoken };
  const isPause = chunks - next.spoken >= PAUSE_CHUNKS;
  if (!isPause && chunks < MAX_CHUNKS) return { state: next, acts: [{ kind: 'keep' }] };
  return { state: quiet, acts: [{ kind: 'keep' }, ended(next)] };
}

/** Also what is to be done when listening stops. */
export function ended({ chunks, spoken, preRoll }: Speaking): UtteranceAct {
  if (spoken - preRoll < MIN_CHUNKS) return { kind: 'discard' };
  return { kind: 'end', chunks: Math.min(chunks, spoken + TAIL_CHUNKS) };
}
