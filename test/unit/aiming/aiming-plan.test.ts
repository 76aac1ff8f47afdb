import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Aimed, aimingPermission, beginAiming, isStillAimed } from '../../../device/sense/aiming/aiming-plan.ts';
import { aimingOverlayOf, markedCopyOf } from '../../../device/sense/aiming/aiming-view.ts';
import { AIMING_MS } from '../../../shared/limits.ts';
import { DECLARED_CONTEXTS, INITIAL_PRIVACY_SETTINGS, type PrivacySettings } from '../../../shared/privacy-settings.ts';
import { EMOTIONLESS_CONTEXTS } from '../../../shared/vocabulary.ts';
import { frameOf as peopleAt, trackOf } from '../privacy/people.ts';
import { LIVE_SETTINGS } from '../privacy/window-request.ts';
import { frameOf, grey } from '../vision/faces.ts';

const REASON = 'the camera was moved by the cleaners';
const UNCONFIRMED: PrivacySettings = { ...LIVE_SETTINGS, noticeConfirmed: null };
const codeOf = (settings: PrivacySettings, live: boolean, reason: string | null) => {
  try {
    beginAiming(settings, live, reason, 0);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('aiming', () => {
  it('P9: needs a reason once the notice was ever confirmed, and none during set-up', () => {
    expect(codeOf(INITIAL_PRIVACY_SETTINGS, true, null)).toBeNull();
    expect(codeOf(UNCONFIRMED, true, null)).toBeNull();
    expect(codeOf(LIVE_SETTINGS, true, null)).toBe('AIMING_REASON_MISSING');
    expect(codeOf(LIVE_SETTINGS, true, REASON)).toBeNull();
    const outdated = { ...LIVE_SETTINGS, noticeRevision: LIVE_SETTINGS.noticeRevision + 1 };
    expect(codeOf(outdated, true, null)).toBe('AIMING_REASON_MISSING');
  });

  it('P9: is not for clips, and not for people at work or at school once the room is set up', () => {
    expect(codeOf(INITIAL_PRIVACY_SETTINGS, false, REASON)).toBe('AIMING_FORBIDDEN');
    for (const context of DECLARED_CONTEXTS) {
      const isForbidden = EMOTIONLESS_CONTEXTS.includes(context);
      expect(aimingPermission({ ...LIVE_SETTINGS, context }, true)).toBe(isForbidden ? 'no' : 'with-reason');
      expect(aimingPermission({ ...UNCONFIRMED, context }, true)).toBe('set-up');
    }
  });

  it('P9: is over after five minutes to the millisecond, whatever happens meanwhile', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(2 * AIMING_MS), (beganMs, passedMs) => {
        const aimed = beginAiming(LIVE_SETTINGS, true, REASON, beganMs);
        expect(isStillAimed(aimed, LIVE_SETTINGS, true, beganMs + passedMs)).toBe(passedMs < AIMING_MS);
      }),
    );
  });

  it('P9: is over when set-up is, when a context is declared, and when the room is reset', () => {
    const still = (aimed: Aimed, settings: PrivacySettings) => isStillAimed(aimed, settings, true, 1);
    const inSetUp = beginAiming(UNCONFIRMED, true, null, 0);
    expect(still(inSetUp, UNCONFIRMED)).toBe(true);
    expect(still(inSetUp, LIVE_SETTINGS)).toBe(false);
    expect(still(beginAiming(INITIAL_PRIVACY_SETTINGS, true, null, 0), UNCONFIRMED)).toBe(false);
    expect(still(beginAiming(LIVE_SETTINGS, true, REASON, 0), INITIAL_PRIVACY_SETTINGS)).toBe(false);
  });
});

describe('what whoever aims sees', () => {
  it('P9: tells how many faces and how small the smallest is, and neither mood nor track', () => {
    const box = (x: number, width: number) => ({ box: { x, y: 20, width, height: width + 9 } });
    const tracks = [trackOf(987_654_321, 0, box(300, 44)), trackOf(987_654_322, 0, box(100, 31))];
    const overlay = aimingOverlayOf(peopleAt(5, tracks), 200);
    expect(overlay).toMatchObject({ facesSeen: 2, smallestPx: 31, endsInSeconds: 200 });
    expect(overlay.faces[0]).toEqual({ x: 100 / 640, y: 20 / 480, width: 31 / 640, height: 40 / 480 });
    expect(JSON.stringify(overlay)).not.toMatch(/98765|mood|happy|emotion|probab/);
    expect(aimingOverlayOf(peopleAt(5, []), 1)).toMatchObject({ facesSeen: 0, smallestPx: null, faces: [] });
  });

  it('P9: has a mark along all four sides, on a copy that leaves the frame as it is', () => {
    const frame = frameOf(160, 120, () => grey(50));
    const { pixels } = markedCopyOf(frame);
    const at = (x: number, y: number) => [...pixels.subarray((y * 160 + x) * 3, (y * 160 + x) * 3 + 3)];
    for (const [x, y] of [
      [0, 0],
      [80, 1],
      [159, 60],
      [1, 60],
      [158, 60],
      [80, 119],
    ] as const)
      expect([x, y, at(x, y)]).toEqual([x, y, [255, 106, 0]]);
    expect([at(2, 60), at(157, 60), at(80, 2), at(80, 117)]).toEqual(Array.from({ length: 4 }, () => [50, 50, 50]));
    expect(frame.pixels.every((value) => value === 50)).toBe(true);
  });
});
