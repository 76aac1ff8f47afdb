import { describe, expect, it } from 'vitest';
import { checksOf } from '../../../console/web/state/set-up-checks.ts';
import {
  claimCodeOf,
  isOpen,
  nextStep,
  SET_UP_STEPS,
  stepAfter,
  stepOf,
} from '../../../console/web/state/set-up-steps.ts';
import { connectedLink, demoSense, liveUnsetSense } from '../../fixtures/console/demo-windows.ts';

const declared = { ...liveUnsetSense, context: 'retail', idleReason: 'notice' } as const;
const posted = { ...declared, noticeConfirmed: true } as const;

describe('the steps of set-up', () => {
  it('follow from what the device says, so that a closed browser loses nothing', () => {
    expect(nextStep(false, null)).toBe('claim');
    expect(nextStep(true, null)).toBe('wait');
    expect(nextStep(true, liveUnsetSense, 'broker')).toBe('context');
    expect(nextStep(true, declared)).toBe('camera');
    expect(nextStep(true, declared, 'broker')).toBe('broker');
    expect(nextStep(true, declared, 'claim')).toBe('camera');
    expect(nextStep(true, posted, 'broker')).toBe('check');
    expect(nextStep(true, demoSense)).toBe('check');
  });

  it('open in any order once the place is declared, and the claim never again', () => {
    const open = (isClaimed: boolean, sense: Parameters<typeof isOpen>[2]) =>
      SET_UP_STEPS.filter((step) => isOpen(step, isClaimed, sense));
    expect(open(false, null)).toEqual(['claim']);
    expect(open(true, liveUnsetSense)).toEqual(['context']);
    expect(open(true, posted)).toEqual(SET_UP_STEPS.slice(1));
    expect(open(true, null)).toEqual([]);
    expect(stepAfter('camera')).toBe('sound');
    expect(stepAfter('check')).toBe('check');
  });

  it('stand in the address, and the claim code in the part of it that no server sees', () => {
    expect(stepOf('setup/camera')).toBe('camera');
    expect(stepOf('setup')).toBeNull();
    expect(claimCodeOf('setup/claim/7q2k-m0zd-9xva')).toBe('7Q2K-M0ZD-9XVA');
    expect(['setup/claim/<b>', 'live/claim/7Q2K', 'setup'].map(claimCodeOf)).toEqual(['', '', '']);
  });
});

describe('the five checks', () => {
  const models: Parameters<typeof checksOf>[1] = [
    {
      ...{ task: 'face-detector', id: 'a', version: '1.0.0', licence: 'MIT', origin: 'x', figures: [], refused: [] },
      running: { digest: 'sha256:a', provider: 'cpu', precision: 'int8' },
    },
  ];
  const gradesOf = (...given: Parameters<typeof checksOf>) => checksOf(...given).map(({ grade }) => grade);

  it('are green when camera, models, broker and notice are, and say what is not used', () => {
    expect(gradesOf({ sense: demoSense, link: connectedLink }, models)).toEqual([
      'good',
      'unused',
      'good',
      'good',
      'good',
    ]);
  });

  it('are not green for what is down, on its way or refused', () => {
    expect(gradesOf({ sense: null, link: null }, null)).toEqual(['bad', 'waiting', 'waiting', 'bad', 'bad']);
    const broker = { ...connectedLink.broker, connected: false, reason: 'refused' };
    expect(checksOf({ sense: liveUnsetSense, link: { ...connectedLink, broker } }, [])).toMatchObject([
      { name: 'camera', grade: 'waiting' },
      { name: 'microphone', grade: 'unused' },
      { name: 'models', grade: 'bad' },
      { name: 'broker', grade: 'bad', cause: 'refused' },
      { name: 'notice', grade: 'bad' },
    ]);
  });
});
