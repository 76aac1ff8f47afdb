// The window that is being counted: how long it still takes. Its counts are nobody's to see before they are released.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { status, statusAtMs } from '../state/console-state.ts';
import { countDownText, durationText } from '../strings/durations.ts';
import { t } from '../strings/strings.ts';

const TICK_MS = 250;

export function WindowCard() {
  const sense = status.value?.sense;
  const nowMs = useNowMs();
  const endsIn = sense?.windowEndsInSeconds ?? null;
  const left = endsIn === null ? null : Math.max(0, endsIn - (nowMs - statusAtMs.value) / 1_000);
  return (
    <section class="card window" aria-labelledby="window-title">
      <h2 id="window-title">{t.live.window}</h2>
      {sense === null || sense === undefined || left === null ? (
        <p>{t.live.windowIdle}</p>
      ) : (
        <>
          <p class="count-down">
            <span class="figure-large">{countDownText(left)}</span> <span>{t.live.windowLeft}</span>
          </p>
          <progress max={sense.windowSeconds} value={sense.windowSeconds - left} aria-labelledby="window-title" />
          <p class="hint">
            {t.live.windowEvery(durationText(sense.windowSeconds))} {t.live.needsPeople(sense.k)}
          </p>
        </>
      )}
    </section>
  );
}

function useNowMs(): number {
  const nowMs = useSignal(performance.now());
  useEffect(() => {
    const timer = setInterval(() => {
      nowMs.value = performance.now();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs.value;
}
