// A trial room for the audit: people who do not exist, in front of a camera that is not there, through the very code
// that a real room runs.

import { INITIAL_PRIVACY_SETTINGS, type PrivacySettings } from '../../../../shared/privacy-settings.ts';
import { EMOTIONS, FEEDBACK_TAPS, MOODS } from '../../../../shared/vocabulary.ts';
import { SlotVotes } from '../../aggregate/slot-votes.ts';
import { Votes, type WindowVotes } from '../../aggregate/votes.ts';
import type { Observation } from '../../observation.ts';
import { NEW_LEDGER } from '../ledger.ts';
import type { ReleaseRequest } from '../release.ts';
import { type Terms, termsOf } from '../terms.ts';

const FRAME_MS = 100;
const SEEN = { box: { x: 0, y: 0, width: 90, height: 90 }, score: 1, isReadable: true, isFacing: true };
const HAPPY = EMOTIONS.map((emotion) => (emotion === 'happy' ? 1 : 0));

/** Ten frames a second for `seconds` from `fromMs` on, with the tracks `ids` in each. */
export function framesOf(ids: readonly number[], fromMs: number, seconds: number): Observation[] {
  return Array.from({ length: (seconds * 1_000) / FRAME_MS }, (_, frame) => ({
    capturedAtMs: fromMs + frame * FRAME_MS,
    widthPx: 640,
    heightPx: 480,
    tracks: ids.map((id) => ({ ...SEEN, id, firstSeenMs: fromMs, emotion: HAPPY })),
  }));
}

export function votesOf(frames: readonly Observation[]): WindowVotes {
  const votes = new Votes();
  for (const frame of frames) votes.observe(frame);
  return votes.close();
}

/** Votes of `people` who stay for five seconds. */
export const crowdOf = (people: number) =>
  votesOf(
    framesOf(
      Array.from({ length: people }, (_, id) => id),
      0,
      5,
    ),
  );

/** Claimed, confirmed, sensed all day: as open as a live room can be. */
export function trialTerms(changes: Partial<PrivacySettings>): Terms {
  const settings: PrivacySettings = {
    ...INITIAL_PRIVACY_SETTINGS,
    context: 'public',
    noticeConfirmed: { at: '2026-01-01T00:00:00.000Z', revision: INITIAL_PRIVACY_SETTINGS.noticeRevision },
    ...changes,
  };
  const terms = termsOf(settings, { live: true, hasMicrophone: true });
  if (terms === null) throw new RangeError('a trial room has a context');
  return terms;
}

/** A whole window that closes with `tracks`. */
export function trialRequest(terms: Terms, tracks: WindowVotes, startMs: number): ReleaseRequest {
  const { windowSeconds } = terms.profile;
  return {
    device: 'audit',
    boot: 1,
    seq: 0,
    terms,
    window: {
      span: { startMs, seconds: windowSeconds },
      openedAtMs: 0,
      openedWallMs: startMs,
      closedAtMs: windowSeconds * 1_000,
      isComplete: true,
      hasStepped: false,
    },
    clock: 'synced',
    refusals: {},
    counts: {
      tracks,
      voice: new SlotVotes(MOODS, 'unsure', 60_000, 0).close(),
      feedback: new SlotVotes(FEEDBACK_TAPS, 'neutral', 10_000, 0).close(),
    },
    models: {},
    coveragePercent: 100,
    ledger: NEW_LEDGER,
  };
}
