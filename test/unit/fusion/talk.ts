// A made-up talk: a voice whose loudness comes and goes with its syllables, and mouths that follow it or do not.
import type { Candidate, Voice } from '../../../device/sense/fusion/attribution.ts';

const STEP_MS = 32;

/** About four syllables a second; `seed` makes another talk of the same length. */
export const syllables = (seed: number) => (atMs: number) =>
  Math.sin((2 * Math.PI * atMs) / (230 + 11 * seed) + seed) +
  0.6 * Math.sin((2 * Math.PI * atMs) / (370 - 13 * seed) + 2 * seed);

export function voiceOf(seed: number, startedAtMs = 10_000, lastsMs = 2_400): Voice {
  const talk = syllables(seed);
  const loudnessDb = Array.from(
    { length: Math.floor(lastsMs / STEP_MS) },
    (_, step) => -30 + 8 * talk((step + 0.5) * STEP_MS),
  );
  return { startedAtMs, endedAtMs: startedAtMs + lastsMs, loudnessDb, stepMs: STEP_MS };
}

/** A mouth that moves as `opening` says, seen every `everyMs` for the whole utterance. */
export function mouthOf(
  track: number,
  { startedAtMs, endedAtMs }: Voice,
  opening: (atMs: number) => number,
  everyMs = 80,
): Candidate {
  const looks = Math.floor((endedAtMs - startedAtMs) / everyMs) + 1;
  const mouth = Array.from({ length: looks }, (_, look) => ({
    atMs: startedAtMs + look * everyMs,
    opening: opening(look * everyMs),
  }));
  return { track, mouth };
}
