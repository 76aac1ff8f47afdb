// Say a sentence: five seconds with the time left, then what the device makes of them in plain words, with a bar for each
// of the seven. Shown beside the meter, to admins, in set-up and on the live page.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { SENTENCE_SECONDS } from '../../../shared/limits.ts';
import type { Sentence, SentenceUtterance } from '../../../shared/sentence.ts';
import { EMOTIONS } from '../../../shared/vocabulary.ts';
import { request } from '../state/api.ts';
import { t } from '../strings/strings.ts';
import { ActionForm } from './form-parts.tsx';
import '../styles/sentence.css';

export function SaySentence() {
  const words = t.sentence;
  const isRunning = useSignal(false);
  const told = useSignal<Sentence | null>(null);
  const listen = async () => {
    told.value = null;
    isRunning.value = true;
    try {
      told.value = await request<Sentence>('POST', '/api/sentence');
    } finally {
      isRunning.value = false;
    }
  };
  return (
    <div class="sentence">
      <h3>{words.title}</h3>
      <p class="hint">{words.text}</p>
      <ActionForm submit={told.value === null ? words.begin : words.again} busy={words.speakNow} onSubmit={listen}>
        {isRunning.value && <Countdown />}
      </ActionForm>
      <div role="status">{told.value !== null && <Told sentence={told.value} />}</div>
    </div>
  );
}

function Countdown() {
  const words = t.sentence;
  const left = useSignal(SENTENCE_SECONDS);
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = Math.max(0, left.value - 1);
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="countdown">
      <strong role="status">{left.value > 0 ? words.speakNow : words.reading}</strong>
      <progress aria-label={words.title} max={SENTENCE_SECONDS} value={SENTENCE_SECONDS - left.value} />
      <span class="left" aria-hidden="true">
        {words.left(left.value)}
      </span>
    </p>
  );
}

function Told({ sentence: { utterances } }: { readonly sentence: Sentence }) {
  const words = t.sentence;
  if (utterances.length === 0) return <p>{words.nobody}</p>;
  return (
    <>
      <p class="hint">{words.heard(utterances.length)}</p>
      <ol class="told">
        {utterances.map((utterance) => (
          <li key={utterance.beginsSeconds}>
            <ToldUtterance utterance={utterance} />
          </li>
        ))}
      </ol>
    </>
  );
}

function ToldUtterance({ utterance }: { readonly utterance: SentenceUtterance }) {
  const { seconds, loudnessDb, signalToNoiseDb, probabilities } = utterance;
  return (
    <>
      <p>
        <strong>{verdictText(utterance)}</strong>
      </p>
      <p class="hint">{t.sentence.figures(seconds.toFixed(1), loudnessDb.toFixed(0), signalToNoiseDb.toFixed(0))}</p>
      {probabilities !== null && (
        <ul class="shares">
          {EMOTIONS.map((emotion) => (
            <Share key={emotion} emotion={emotion} share={probabilities[emotion]} />
          ))}
        </ul>
      )}
    </>
  );
}

function Share({ emotion, share }: { readonly emotion: (typeof EMOTIONS)[number]; readonly share: number }) {
  const percent = Math.round(100 * share);
  return (
    <li>
      <span>{t.moods[emotion]}</span>
      <span class="share" aria-hidden="true">
        <span class={`mood-${emotion}`} style={{ width: `${percent}%` }} />
      </span>
      <span class="percent">{percent} %</span>
    </li>
  );
}

function verdictText({ verdict, mood, signalToNoiseDb, neededDb }: SentenceUtterance): string {
  const words = t.sentence.verdicts;
  if (verdict === 'read') return words.read(t.moods[mood]);
  if (verdict === 'noisy') return words.noisy(signalToNoiseDb.toFixed(0), neededDb.toFixed(0));
  return words[verdict];
}
