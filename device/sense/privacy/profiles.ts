// The three privacy profiles and how a window's epsilon is shared out. Epsilons are integers of a thousandth ("milli"),
// so that shares add up exactly and the noise is drawn for exactly the published figure.
import { type Context, EMOTIONLESS_CONTEXTS, type Profile, type Stream } from '../../../shared/vocabulary.ts';

export interface ProfileTerms {
  readonly profile: Profile;
  readonly windowSeconds: number;
  /** Smallest cohort of which anything is said. */
  readonly k: number;
  readonly gate: 'true' | 'noised';
  /** Of one window over all its histograms. */
  readonly epsilonMilli: number;
  /** Whether a day has a cap; clips of a demo are nobody's room. */
  readonly hasCap: boolean;
}

export const PROFILE_TERMS: Readonly<Record<Profile, ProfileTerms>> = {
  demo: { profile: 'demo', windowSeconds: 15, k: 3, gate: 'true', epsilonMilli: 4_000, hasCap: false },
  standard: { profile: 'standard', windowSeconds: 900, k: 5, gate: 'true', epsilonMilli: 1_000, hasCap: true },
  strict: { profile: 'strict', windowSeconds: 3_600, k: 10, gate: 'noised', epsilonMilli: 500, hasCap: true },
};

/** Epsilon × 1000 of each histogram; 0 where the histogram is off. */
export type Shares = Readonly<Record<Stream, number>>;

const BASE_SHARES: Readonly<
  Record<Profile, { readonly mood: number; readonly presence: number; readonly voice: number }>
> = {
  demo: { mood: 2_000, presence: 1_000, voice: 1_000 },
  standard: { mood: 500, presence: 300, voice: 200 },
  strict: { mood: 250, presence: 150, voice: 100 },
};

/** Presence holds three histograms that the same track votes in, so its share is split over them. */
export interface PresenceShares {
  readonly people: number;
  readonly dwell: number;
  readonly attention: number;
}

/** People get three fifths: the strict gate rests on them. Dwell and attention get one fifth each. */
export const presenceShares = (presenceMilli: number): PresenceShares => ({
  people: (presenceMilli * 3) / 5,
  dwell: presenceMilli / 5,
  attention: presenceMilli / 5,
});

export interface Switches {
  readonly voice: boolean;
  readonly gender: boolean;
  readonly feedback: boolean;
}

/**
 * Shares of one window. Gender takes two fifths and feedback one fifth of mood's share, so switching one on never adds
 * epsilon. The share of a histogram that is off is not spent: it is not given to the others either, so that what a
 * histogram means does not change when another one fails.
 */
export function sharesOf(profile: Profile, context: Context, on: Switches): Shares {
  const base = BASE_SHARES[profile];
  const fifth = base.mood / 5;
  const hasEmotion = !EMOTIONLESS_CONTEXTS.includes(context);
  const gender = hasEmotion && on.gender ? 2 * fifth : 0;
  const feedback = on.feedback ? fifth : 0;
  return {
    mood: hasEmotion ? base.mood - gender - feedback : 0,
    presence: base.presence,
    voice: hasEmotion && on.voice ? base.voice : 0,
    gender,
    feedback,
  };
}

export const totalOf = (shares: Shares) => Object.values(shares).reduce((sum, milli) => sum + milli, 0);
