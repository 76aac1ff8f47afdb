// A closed window with chosen true counts, ready to be released: the input of release tests.
import { SlotVotes } from '../../../device/sense/aggregate/slot-votes.ts';
import type { WindowVotes } from '../../../device/sense/aggregate/votes.ts';
import type { ClosedWindow } from '../../../device/sense/aggregate/window-plan.ts';
import { NEW_LEDGER } from '../../../device/sense/privacy/ledger.ts';
import type { ReleaseRequest } from '../../../device/sense/privacy/release.ts';
import { type Terms, termsOf } from '../../../device/sense/privacy/terms.ts';
import { INITIAL_PRIVACY_SETTINGS, type PrivacySettings } from '../../../shared/privacy-settings.ts';
import { FEEDBACK_TAPS, MOODS } from '../../../shared/vocabulary.ts';

export const NOON = Date.UTC(2026, 10, 23, 12);
export const DIGEST = `sha256:${'a'.repeat(64)}`;

/** Claimed for a public room, with the notice confirmed, at all hours. */
export const LIVE_SETTINGS: PrivacySettings = {
  ...INITIAL_PRIVACY_SETTINGS,
  context: 'public',
  hours: { timeZone: 'UTC', startMinute: 0, minutes: 1_440 },
  noticeConfirmed: { at: '2026-11-23T00:00:00.000Z', revision: 1 },
};

export function liveTerms(changes: Partial<PrivacySettings> = {}): Terms {
  const terms = termsOf({ ...LIVE_SETTINGS, ...changes }, { live: true, hasMicrophone: true });
  if (terms === null) throw new Error('the settings of this test are not claimed');
  return terms;
}

/** Votes of `people` who were all happy, facing and short of a minute in view. */
export const votesOf = (people: number): WindowVotes => ({
  cohort: people,
  mood: { neutral: 0, happy: people, sad: 0, angry: 0, fear: 0, disgust: 0, surprise: 0, unsure: 0 },
  dwell: { under1min: people, from1to5min: 0, from5to15min: 0, over15min: 0 },
  attention: { facing: people, away: 0 },
  gender: { female: 0, male: 0, unsure: people },
  dropped: 0,
});

export const windowAt = (startMs: number, seconds: number): ClosedWindow => ({
  span: { startMs, seconds },
  openedAtMs: 0,
  openedWallMs: startMs,
  closedAtMs: seconds * 1_000,
  isComplete: true,
  hasStepped: false,
});

export function requestOf(people: number, terms: Terms, changes: Partial<ReleaseRequest> = {}): ReleaseRequest {
  const voice = new SlotVotes(MOODS, 'unsure', 60_000, 0).close();
  const feedback = new SlotVotes(FEEDBACK_TAPS, 'neutral', 10_000, 0).close();
  return {
    device: 'r-test',
    boot: 1,
    seq: 0,
    terms,
    window: windowAt(NOON, terms.profile.windowSeconds),
    clock: 'synced',
    refusals: {},
    counts: { tracks: votesOf(people), voice, feedback },
    models: { 'face-detector': DIGEST, 'face-emotion': DIGEST, gender: DIGEST },
    coveragePercent: 100,
    ledger: NEW_LEDGER,
    ...changes,
  };
}
