// The sound of the room on the live page, as a meter, and a sentence to try it: only while the room may be looked into.
import { isAdmin, status } from '../state/console-state.ts';
import { t } from '../strings/strings.ts';
import { SaySentence } from './say-sentence.tsx';
import { SoundMeter, useSound } from './sound-meter.tsx';

export function SoundCard() {
  const hasMicrophone = status.value?.link?.sense?.sources.some(({ kind }) => kind === 'microphone') === true;
  return hasMicrophone ? <Shown /> : null;
}

function Shown() {
  const report = useSound();
  return (
    <section class="card" aria-labelledby="sound-title">
      <h2 id="sound-title">{t.sound.title}</h2>
      {report === null ? (
        <p>{t.loading}</p>
      ) : report.isShown && report.state === 'running' ? (
        <>
          <SoundMeter report={report} />
          {isAdmin() && <SaySentence />}
        </>
      ) : (
        <p class="hint">{report.isShown ? (report.cause ?? t.sound.closed) : t.sound.hidden}</p>
      )}
    </section>
  );
}
