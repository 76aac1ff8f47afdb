// P9 as a device can show it to itself: the preview is off as unboxed and keeps nothing of a face, and the plan of aiming
// is walked through in every state of a room.

import { AIMING_MS } from '../../../../shared/limits.ts';
import {
  DECLARED_CONTEXTS,
  INITIAL_PRIVACY_SETTINGS,
  type PrivacySettings,
} from '../../../../shared/privacy-settings.ts';
import type { Random } from '../../../runtime/random.ts';
import { beginAiming, isStillAimed } from '../../aiming/aiming-plan.ts';
import type { Frame } from '../../frame.ts';
import { mosaicOf } from '../../preview/mosaic.ts';
import { refusalsOf } from '../refusals.ts';
import { releaseWindow } from '../release.ts';
import { termsOf } from '../terms.ts';
import type { AuditRow } from './rows.ts';
import { crowdOf, trialRequest } from './trial.ts';

type Finding = Pick<AuditRow, 'pass' | 'figure'>;

const CONFIRMED = { at: '2026-01-01T00:00:00.000Z', revision: INITIAL_PRIVACY_SETTINGS.noticeRevision };
const REASON = 'the audit of this device asks';
const STEP_MS = 1_000;
/** Noon, within the sensing hours. */
const START_MS = 20_000 * 86_400_000 + 12 * 3_600_000;

const settingsOf = (context: PrivacySettings['context']): PrivacySettings => ({
  ...INITIAL_PRIVACY_SETTINGS,
  context,
  noticeConfirmed: CONFIRMED,
});

/** Every declared context, and a clip. */
export function aimingFinding(random: Random): Finding {
  const begun = DECLARED_CONTEXTS.filter((context) => begins(settingsOf(context), true, null)).length;
  const ofClips = begins(settingsOf('public'), false, REASON) ? 1 : 0;
  const lastedMs = longestMs(settingsOf('public'));
  const told = toldWhileAimed(random);
  const pass = begun === 0 && ofClips === 0 && lastedMs === AIMING_MS && told === 0;
  const tried = `${begun} of ${DECLARED_CONTEXTS.length} contexts without a reason, ${ofClips} of 1 clips`;
  return { pass, figure: `begun in ${tried}; over after ${lastedMs / 1_000} s; ${told} windows told meanwhile` };
}

/** A picture of noise: of its finest detail nothing may be left. */
export function mosaicFinding(random: Random): Finding {
  const [widthPx, heightPx] = [320, 240];
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < pixels.length; at += 3) pixels.fill((random.bytes(1)[0] ?? 0) < 128 ? 0 : 255, at, at + 3);
  const frame = { pixels, widthPx, heightPx, capturedAtMs: 0 } satisfies Frame;
  const mosaic = mosaicOf(frame, []);
  const kept = spreadOf(mosaic.pixels) / spreadOf(pixels);
  const isOff = !INITIAL_PRIVACY_SETTINGS.previewEnabled;
  const size = `${mosaic.widthPx} × ${mosaic.heightPx} of ${widthPx} × ${heightPx} points`;
  const figure = `preview ${isOff ? 'off' : 'ON'} as unboxed; ${size}, ${(kept * 100).toFixed(1)} % of the detail`;
  return { pass: isOff && kept < 0.25 && Math.max(mosaic.widthPx, mosaic.heightPx) <= 32, figure };
}

function begins(settings: PrivacySettings, live: boolean, reason: string | null): boolean {
  try {
    beginAiming(settings, live, reason, 0);
    return true;
  } catch {
    return false;
  }
}

/** Until it is over, as a clock that never wakes a timer sees it; far beyond its end it gives up. */
function longestMs(settings: PrivacySettings): number {
  const aimed = beginAiming(settings, true, REASON, 0);
  let nowMs = 0;
  while (nowMs < 2 * AIMING_MS && isStillAimed(aimed, settings, true, nowMs)) nowMs += STEP_MS;
  return nowMs;
}

/** Windows with counts that a room of twenty would tell while its camera is being aimed. */
function toldWhileAimed(random: Random): number {
  const terms = termsOf(settingsOf('public'), { live: true, hasMicrophone: false, isAimed: true });
  if (terms === null) return 0;
  const request = trialRequest(terms, crowdOf(20), START_MS);
  const { window, clock } = request;
  const circumstances = { window, clock, coverage: 1, cameraDown: 0, microphone: null, isCutShort: false };
  return releaseWindow({ ...request, refusals: refusalsOf(terms, circumstances) }, random).aggregates.filter(
    ({ counts }) => counts !== null,
  ).length;
}

function spreadOf(values: Uint8Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
