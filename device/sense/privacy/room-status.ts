// What a room says of itself to the console and in birth: settings and terms, nothing that was counted.
import type { SenseBirth } from '../../../shared/messages.ts';
import { isNoticeConfirmed, type PrivacySettings } from '../../../shared/privacy-settings.ts';
import type { SenseStatus } from '../../../shared/sense-api.ts';
import type { Moment, OpenWindow } from '../aggregate/window-plan.ts';
import { PROFILE_TERMS, type Shares } from './profiles.ts';
import type { Terms } from './terms.ts';

type SettingsStatus = Pick<
  SenseStatus,
  | 'idleReason'
  | 'context'
  | 'noticeConfirmed'
  | 'previewEnabled'
  | 'profile'
  | 'k'
  | 'windowSeconds'
  | 'shares'
  | 'hours'
  | 'noticeRevision'
>;

export type RoomStatus = SettingsStatus &
  Pick<SenseStatus, 'sensing' | 'windowEndsInSeconds'> & {
    readonly releasesPending: number;
    /** Let go by a full store, since the last reset of the device. */
    readonly releasesDropped: number;
    readonly spentMilli: number;
    readonly capMilli: number | null;
  };

/** The room's part of birth; the models are their owner's. */
export type RoomBirth = Omit<SenseBirth, 'models' | 'providers'>;

export function settingsStatus(settings: PrivacySettings, terms: Terms | null): SettingsStatus {
  const { profile, k, windowSeconds } = profileOf(settings, terms);
  return {
    idleReason: terms === null ? 'unclaimed' : terms.refusal === 'notice' ? 'notice' : null,
    context: terms?.context ?? null,
    noticeConfirmed: isNoticeConfirmed(settings),
    previewEnabled: settings.previewEnabled,
    profile,
    k,
    windowSeconds,
    shares: onlyOn(terms?.shares ?? {}),
    hours: terms?.hours ?? null,
    noticeRevision: settings.noticeRevision,
  };
}

const onlyOn = (shares: Partial<Shares>): SenseStatus['shares'] =>
  Object.fromEntries(Object.entries(shares).filter(([, milli]) => milli > 0));

export function roomBirth(settings: PrivacySettings, terms: Terms | null): RoomBirth {
  const { profile, k, windowSeconds, epsilonMilli } = profileOf(settings, terms);
  const gender = (terms?.shares.gender ?? 0) > 0;
  return { context: terms?.context ?? null, profile, k, windowSeconds, epsilonMilli, gender };
}

export const secondsLeft = ({ endsAtMs }: OpenWindow, { monotonicMs }: Moment) =>
  Math.max(0, Math.round((endsAtMs - monotonicMs) / 100) / 10);

const profileOf = (settings: PrivacySettings, terms: Terms | null) => terms?.profile ?? PROFILE_TERMS[settings.profile];
