// The step at which this browser was last, so that set-up goes on there. Kept by the browser, never sent.
import { SET_UP_STEPS, type SetUpStep } from './set-up-steps.ts';

const MEMORY = 'roomtone-set-up';

export function rememberStep(step: SetUpStep): void {
  try {
    localStorage.setItem(MEMORY, step);
  } catch {
    // a browser that keeps nothing starts at the camera again
  }
}

export function rememberedStep(): SetUpStep | null {
  try {
    const kept = localStorage.getItem(MEMORY);
    return SET_UP_STEPS.find((step) => step === kept) ?? null;
  } catch {
    return null;
  }
}
