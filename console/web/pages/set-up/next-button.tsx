// From one step of set-up to the next.

import { goTo } from '../../state/route.ts';
import { rememberStep } from '../../state/set-up-memory.ts';
import { type SetUpStep, stepAfter } from '../../state/set-up-steps.ts';
import { t } from '../../strings/strings.ts';

export function NextButton({ step, isReady = true }: { readonly step: SetUpStep; readonly isReady?: boolean }) {
  const next = () => {
    rememberStep(stepAfter(step));
    goTo(`setup/${stepAfter(step)}`);
  };
  return (
    <button type="button" class="primary" disabled={!isReady} onClick={next}>
      {t.wizard.next}
    </button>
  );
}
