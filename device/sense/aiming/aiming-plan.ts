// When the camera may be aimed, and when that is over. Pure: the audit of a device walks through it without a camera.
import type { AimingPermission } from '../../../shared/aiming.ts';
import { RoomtoneError } from '../../../shared/errors.ts';
import { AIMING_MS } from '../../../shared/limits.ts';
import type { PrivacySettings } from '../../../shared/privacy-settings.ts';
import { EMOTIONLESS_CONTEXTS } from '../../../shared/vocabulary.ts';

type Declared = Pick<PrivacySettings, 'context' | 'noticeConfirmed'>;

/** Somebody aims the camera. */
export interface Aimed {
  readonly permission: AimingPermission;
  readonly context: PrivacySettings['context'];
  /** Monotonic milliseconds, closed-open. */
  readonly endsAtMs: number;
}

/** What the room allows now. */
export function aimingPermission({ context, noticeConfirmed }: Declared, live: boolean): AimingPermission {
  if (!live) return 'no';
  if (noticeConfirmed === null) return 'set-up';
  return context === null || EMOTIONLESS_CONTEXTS.includes(context) ? 'no' : 'with-reason';
}

/** @throws RoomtoneError `AIMING_FORBIDDEN`, `AIMING_REASON_MISSING` */
export function beginAiming(settings: Declared, live: boolean, reason: string | null, nowMs: number): Aimed {
  const permission = aimingPermission(settings, live);
  if (permission === 'no') throw forbidden(live);
  if (permission === 'with-reason' && reason === null) throw reasonMissing();
  return { permission, context: settings.context, endsAtMs: nowMs + AIMING_MS };
}

/** What was allowed in one state of the room is not allowed in another: set-up ends, a context is declared or reset. */
export function isStillAimed(aimed: Aimed, settings: Declared, live: boolean, nowMs: number): boolean {
  if (nowMs >= aimed.endsAtMs) return false;
  return aimingPermission(settings, live) === aimed.permission && settings.context === aimed.context;
}

function forbidden(live: boolean): RoomtoneError {
  const message = live
    ? 'after set-up nobody looks at the picture of people at work or at school'
    : 'a replayed clip has no camera to aim';
  return new RoomtoneError('AIMING_FORBIDDEN', message, 'Use the preview: it shows the faces as boxes over a mosaic.');
}

const reasonMissing = () =>
  new RoomtoneError('AIMING_REASON_MISSING', 'this room is set up already', 'Sign in again and say why.');
