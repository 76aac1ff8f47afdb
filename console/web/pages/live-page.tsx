// The room now: preview, the window that is being counted, the last ones, and whether everything runs.
import { AimingCard } from '../parts/aiming-card.tsx';
import { LastWindows } from '../parts/last-windows.tsx';
import { PreviewCard } from '../parts/preview-card.tsx';
import { SoundCard } from '../parts/sound-card.tsx';
import { StatusCard } from '../parts/status-card.tsx';
import { WindowCard } from '../parts/window-card.tsx';
import { isAdmin, status } from '../state/console-state.ts';
import { nextStep } from '../state/set-up-steps.ts';
import { t } from '../strings/strings.ts';

export function LivePage() {
  const sense = status.value?.sense;
  const step = nextStep(true, sense);
  const isAimed = typeof sense?.aiming.endsInSeconds === 'number';
  return (
    <>
      <h1 class="unseen">{t.live.title}</h1>
      {isAdmin() && step !== 'check' && step !== 'wait' && (
        <a class="banner action" href="#/setup">
          {t.live.finishSetUp}
        </a>
      )}
      <div class="live">
        <div class="side">
          {!(isAdmin() && isAimed) && <PreviewCard />}
          {isAdmin() && <AimingCard />}
        </div>
        <div class="side">
          <WindowCard />
          <StatusCard />
          <SoundCard />
        </div>
        <LastWindows />
      </div>
    </>
  );
}
