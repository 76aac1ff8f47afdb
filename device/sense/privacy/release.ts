// Release: the one door through which anything made from people leaves. True counts go in; out come noised counts that
// the gate let pass, or the reason why nothing is said, and the ledger that has already paid. Only this file makes an
// `Aggregate`.

import { GENDER_BINS } from '../../../shared/manifest.ts';
import {
  type ClockState,
  DWELL_BANDS,
  FEEDBACK_TAPS,
  type FeedbackTap,
  MOODS,
  type Mood,
  type Stream,
  type SuppressionReason,
  type Task,
} from '../../../shared/vocabulary.ts';
import { type Aggregate, type WindowMessage, windowSchema } from '../../../shared/window.ts';
import type { Random } from '../../runtime/random.ts';
import { ATTENTION } from '../aggregate/track-tally.ts';
import type { Counts, WindowVotes } from '../aggregate/votes.ts';
import { type ClosedWindow, endOf } from '../aggregate/window-plan.ts';
import { discreteLaplace } from './discrete-laplace.ts';
import { passesNoisedGate, passesTrueGate } from './gate.ts';
import { canSpend, type Ledger, spend, spentOf } from './ledger.ts';
import { presenceShares } from './profiles.ts';
import type { Terms } from './terms.ts';

/** True counts by bin. The bins are fixed: which of them exist tells nothing. */
type TrueCounts = Readonly<Record<string, number>>;

/** True counts of everything that one window has collected. */
export interface WindowCounts {
  readonly tracks: WindowVotes;
  readonly voice: Counts<Mood>;
  readonly feedback: Counts<FeedbackTap>;
}

export interface ReleaseRequest {
  readonly device: string;
  readonly boot: number;
  /** Sequence number of the first of the window's messages. */
  readonly seq: number;
  readonly terms: Terms;
  readonly window: ClosedWindow;
  readonly clock: ClockState;
  /** Why a stream is not sensed in this window, known without looking at any count. */
  readonly refusals: Readonly<Partial<Record<Stream, SuppressionReason>>>;
  readonly counts: WindowCounts;
  readonly models: Readonly<Partial<Record<Task, string>>>;
  readonly coveragePercent: number;
  readonly ledger: Ledger;
}

export interface Release {
  readonly aggregates: readonly Aggregate[];
  readonly ledger: Ledger;
}

/** What one stream says: noised counts and what they cost, or a reason and what was drawn all the same. */
type Verdict =
  | { readonly counts: TrueCounts; readonly drawnMilli: number }
  | { readonly suppressed: SuppressionReason; readonly drawnMilli: number };

/** Decides and draws for all streams of one window, once. The caller makes it durable before anyone sees it. */
export function releaseWindow(request: ReleaseRequest, random: Random): Release {
  const verdicts = decide(request, random);
  const { terms, ledger, window, seq } = request;
  const drawnMilli = verdicts.reduce((sum, [, verdict]) => sum + verdict.drawnMilli, 0);
  const paid = drawnMilli === 0 ? ledger : spend(ledger, drawnMilli, terms.capMilli, endOf(window.span));
  return {
    ledger: paid,
    aggregates: verdicts.map(([stream, verdict], index) => aggregateOf(request, stream, verdict, seq + index, paid)),
  };
}

function decide(request: ReleaseRequest, random: Random): (readonly [Stream, Verdict])[] {
  const { terms, refusals } = request;
  const allowed = terms.streams.filter((stream) => refusals[stream] === undefined);
  const decided = new Map<Stream, Verdict>(verdictsOf(request, allowed, random));
  return terms.streams.map((stream) => {
    const refused: Verdict = { suppressed: refusals[stream] ?? 'disabled', drawnMilli: 0 };
    return [stream, decided.get(stream) ?? refused];
  });
}

function verdictsOf(request: ReleaseRequest, allowed: readonly Stream[], random: Random): [Stream, Verdict][] {
  const { terms, window, ledger, counts } = request;
  const none = (suppressed: SuppressionReason): [Stream, Verdict][] =>
    allowed.map((stream) => [stream, { suppressed, drawnMilli: 0 }]);
  if (allowed.length === 0) return [];
  if (window.openedWallMs < ledger.drawnUntilMs) return none('clock');
  const wantedMilli = allowed.reduce((sum, stream) => sum + terms.shares[stream], 0);
  if (!canSpend(ledger, wantedMilli, terms.capMilli)) return none('budget');
  const { cohort } = counts.tracks;
  const { k, gate } = terms.profile;
  if (gate === 'true' && !passesTrueGate(cohort, k)) return none('cohort');
  const peopleMilli = presenceShares(terms.shares.presence).people;
  const people = cohort + discreteLaplace(peopleMilli, random);
  if (gate === 'noised' && !passesNoisedGate(people, k, peopleMilli)) return suppressedAfterDraw(allowed, peopleMilli);
  return allowed.map((stream) => [stream, released(request, stream, people, random)]);
}

/** The noised gate has drawn the people, so that is spent although nothing is said. */
const suppressedAfterDraw = (allowed: readonly Stream[], peopleMilli: number): [Stream, Verdict][] =>
  allowed.map((stream) => [stream, { suppressed: 'cohort', drawnMilli: stream === 'presence' ? peopleMilli : 0 }]);

function released({ counts, terms }: ReleaseRequest, stream: Stream, people: number, random: Random): Verdict {
  const drawnMilli = terms.shares[stream];
  const bins = binsOf(counts, stream);
  if (stream !== 'presence') return { counts: withNoise(bins, drawnMilli, random), drawnMilli };
  const { dwell, attention } = presenceShares(drawnMilli);
  const bands = withNoise(bins, dwell, random);
  const facing = withNoise(inOrder(counts.tracks.attention, ATTENTION), attention, random);
  return { counts: { people, ...bands, ...facing }, drawnMilli };
}

/** The true histogram of a stream; of presence, its dwell bands. */
function binsOf({ tracks, voice, feedback }: WindowCounts, stream: Stream): TrueCounts {
  switch (stream) {
    case 'mood':
      return inOrder(tracks.mood, MOODS);
    case 'voice':
      return inOrder(voice, MOODS);
    case 'presence':
      return inOrder(tracks.dwell, DWELL_BANDS);
    case 'gender':
      return inOrder(tracks.gender, GENDER_BINS);
    case 'feedback':
      return inOrder(feedback, FEEDBACK_TAPS);
    default:
      return stream satisfies never;
  }
}

/** Signed and unclamped: clamping would bias every sum over rooms or hours. */
function withNoise(bins: TrueCounts, epsilonMilli: number, random: Random): TrueCounts {
  const noised = Object.entries(bins).map(([bin, count]) => [bin, count + discreteLaplace(epsilonMilli, random)]);
  return Object.fromEntries(noised) as TrueCounts;
}

const inOrder = <K extends string>(counts: Readonly<Record<K, number>>, bins: readonly K[]): TrueCounts =>
  Object.fromEntries(bins.map((bin) => [bin, counts[bin]])) as TrueCounts;

/** Which models had a part in a stream. */
const MODELS_OF: Readonly<Record<Stream, readonly Task[]>> = {
  mood: ['face-detector', 'face-emotion', 'fusion'],
  voice: ['voice-activity', 'speech-emotion'],
  presence: ['face-detector'],
  gender: ['face-detector', 'gender'],
  feedback: [],
};

function aggregateOf(request: ReleaseRequest, stream: Stream, verdict: Verdict, seq: number, paid: Ledger): Aggregate {
  const { device, boot, terms, window, clock, models, coveragePercent } = request;
  const used = Object.entries(models).filter(([task]) => MODELS_OF[stream].includes(task as Task));
  const message: WindowMessage = {
    v: 1,
    device,
    boot,
    seq,
    stream,
    context: terms.context,
    window: {
      start: new Date(window.span.startMs).toISOString(),
      seconds: window.span.seconds,
      complete: window.isComplete,
      clock,
    },
    counts: 'counts' in verdict ? { ...verdict.counts } : null,
    suppressed: 'suppressed' in verdict ? verdict.suppressed : null,
    models: Object.fromEntries(used),
    privacy: {
      profile: terms.profile.profile,
      k: terms.profile.k,
      epsilonMilli: verdict.drawnMilli,
      mechanism: verdict.drawnMilli === 0 ? 'none' : 'discrete-laplace',
      spentMilli: spentOf(paid, terms.capMilli),
      capMilli: terms.capMilli,
    },
    quality: { coveragePercent },
  };
  return windowSchema.parse(message) as Aggregate;
}
