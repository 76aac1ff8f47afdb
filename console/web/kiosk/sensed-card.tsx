// What is on and off, in a line each, and the way to the whole notice.
import { NOTICE_TEXTS } from '../../../shared/notice/notice.ts';
import { STREAMS } from '../../../shared/vocabulary.ts';
import { kiosk, language } from './kiosk-state.ts';
import { KIOSK_WORDS } from './words/words.ts';

export function SensedCard() {
  const state = kiosk.value;
  if (state === null) return null;
  const words = KIOSK_WORDS[language.value];
  const { now } = NOTICE_TEXTS[language.value];
  const isSetUp = state.edition !== null;
  const unset = state.state === 'silent' ? now.silentUnset : now.unset;
  return (
    <section class="card kiosk-sensed" aria-labelledby="sensed">
      <div>
        <h2 id="sensed">{words.sensed}</h2>
        <p>{isSetUp ? now[state.state] : unset}</p>
        {isSetUp && (
          <ul>
            {STREAMS.map((stream) => (
              <li key={stream} class={state.on.includes(stream) ? 'on' : 'off'}>
                <span>{words.streams[stream]}</span> <b>{state.on.includes(stream) ? words.on : words.off}</b>
              </li>
            ))}
          </ul>
        )}
        <a href={`/notice?language=${language.value}`}>{words.notice}</a>
      </div>
      <figure>
        <img src="/notice.svg" width="112" height="112" alt={words.code} />
        <figcaption>{words.code}</figcaption>
      </figure>
    </section>
  );
}
