// The steps of set-up, and which of them comes next. What the device knows decides; between the place and the notice,
// where a person may do as they like, this browser remembers where they were. Pure.
import type { SenseStatus } from '../../../shared/sense-api.ts';

export const SET_UP_STEPS = ['claim', 'context', 'camera', 'sound', 'broker', 'notice', 'check'] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];

/** Those that may be done in any order, and left out. */
const FREE: readonly SetUpStep[] = ['camera', 'sound', 'broker', 'notice'];

/** `wait` while the sensing program does not answer. */
export function nextStep(
  isClaimed: boolean,
  sense: SenseStatus | null | undefined,
  remembered: SetUpStep | null = null,
): SetUpStep | 'wait' {
  if (!isClaimed) return 'claim';
  if (sense === null || sense === undefined) return 'wait';
  if (sense.context === 'demo') return 'check';
  if (sense.context === null) return 'context';
  if (sense.noticeConfirmed) return 'check';
  return remembered !== null && FREE.includes(remembered) ? remembered : 'camera';
}

/** Whether a step can be opened now: the claim only once, what follows the place only after it. */
export function isOpen(step: SetUpStep, isClaimed: boolean, sense: SenseStatus | null | undefined): boolean {
  if (!isClaimed) return step === 'claim';
  if (step === 'claim' || sense === null || sense === undefined) return false;
  return step === 'context' ? sense.context !== 'demo' : sense.context !== null;
}

export const stepAfter = (step: SetUpStep): SetUpStep => SET_UP_STEPS[SET_UP_STEPS.indexOf(step) + 1] ?? 'check';

/** The step that an address such as `setup/camera` names. */
export function stepOf(route: string): SetUpStep | null {
  return SET_UP_STEPS.find((step) => route.split('/')[1] === step) ?? null;
}

/** `setup/claim/7Q2K-M0ZD-9XVA`, out of a QR code: the part of an address that no server ever sees. */
export function claimCodeOf(route: string): string {
  const [page, step, code = ''] = route.split('/');
  return page === 'setup' && step === 'claim' && /^[0-9A-Za-z-]{1,20}$/.test(code) ? code.toUpperCase() : '';
}
