// The sound meter: how loud it is, whether somebody speaks, and how the last utterances came through. Numbers alone; no
// sound ever reaches this page.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SoundReport } from '../../../shared/sense-api.ts';
import { request } from '../state/api.ts';
import { t } from '../strings/strings.ts';
import '../styles/sound.css';

const PERIOD_MS = 300;
/** The meter's ends, in dB below full scale. */
const QUIET_DB = -70;

/** Asked for again and again while it is looked at. Null until the device has answered. */
export function useSound(): SoundReport | null {
  const report = useSignal<SoundReport | null>(null);
  useEffect(() => {
    let isOver = false;
    const ask = async () => {
      if (!document.hidden) {
        report.value = await request<SoundReport>('GET', '/api/sound', { background: true }).catch(() => null);
      }
      if (!isOver) timer = setTimeout(() => void ask(), PERIOD_MS);
    };
    let timer = setTimeout(() => void ask(), 0);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return report.value;
}

export function SoundMeter({ report }: { readonly report: SoundReport }) {
  const words = t.sound;
  const { levelsDb, noiseDb, isSpeaking, utterances } = report;
  const loudest = levelsDb.length === 0 ? null : Math.max(...levelsDb.slice(-10));
  return (
    <div class="sound">
      <div class="level">
        <meter class="unseen" aria-label={words.level} min={QUIET_DB} max={0} value={loudest ?? QUIET_DB}>
          {words.db((loudest ?? QUIET_DB).toFixed(0))}
        </meter>
        <span class="level-now" style={{ width: `${loudest === null ? 0 : shareOf(loudest)}%` }} />
        {noiseDb !== null && <span class="level-noise" style={{ left: `${shareOf(noiseDb)}%` }} />}
      </div>
      <p class={isSpeaking ? 'voice on' : 'voice'}>
        <span class="lamp" aria-hidden="true" /> {isSpeaking ? words.speaking : words.quiet}
        <small>{loudest === null ? '' : words.db(loudest.toFixed(0))}</small>
      </p>
      <h3>{words.utterances}</h3>
      {utterances.length === 0 ? (
        <p class="hint">{words.noUtterance}</p>
      ) : (
        <ul class="utterances">
          {utterances.map(({ agoSeconds, seconds, loudnessDb, signalToNoiseDb, isGood }) => (
            <li key={`${seconds}-${loudnessDb}-${signalToNoiseDb}`}>
              <span>{words.utterance(seconds.toFixed(1), agoSeconds.toFixed(0))}</span>
              <small>
                {words.quality(loudnessDb.toFixed(0), signalToNoiseDb.toFixed(0))}, {isGood ? words.good : words.poor}
              </small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Percent of the meter. */
const shareOf = (levelDb: number) => Math.round(Math.min(1, Math.max(0, (levelDb - QUIET_DB) / -QUIET_DB)) * 100);
