// "How do you feel?": a tap on one of seven faces, and a line of text for who wants to say more. A tap that nothing is
// added to goes off by itself, so that one touch is enough.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { TapRequest, TapResponse } from '../../../shared/kiosk-api.ts';
import { FEEDBACK_TEXT_LENGTH_MAX } from '../../../shared/limits.ts';
import { FEEDBACK_TAPS, type FeedbackTap } from '../../../shared/vocabulary.ts';
import { request } from '../state/api.ts';
import { FeelingFace } from './feeling-face.tsx';
import { language } from './kiosk-state.ts';
import { KIOSK_WORDS } from './words/words.ts';

const SENDS_ITSELF_MS = 8_000;
const THANKS_MS = 4_000;

type Outcome = 'thanks' | 'tooSoon' | 'failed';

export function FeelingCard() {
  const chosen = useSignal<FeedbackTap | null>(null);
  const outcome = useSignal<Outcome | null>(null);
  const words = KIOSK_WORDS[language.value];
  const choose = (feeling: FeedbackTap | null) => {
    outcome.value = null; // the thanks for the tap before
    chosen.value = feeling;
  };
  const send = async (text: string) => {
    const feeling = chosen.value;
    chosen.value = null;
    if (feeling !== null) outcome.value = await tap(feeling, text);
  };
  useEffect(() => {
    if (outcome.value === null) return;
    const timer = setTimeout(() => {
      outcome.value = null;
    }, THANKS_MS);
    return () => clearTimeout(timer);
  }, [outcome.value]);
  return (
    <section class="card kiosk-feeling" aria-labelledby="question">
      <h1 id="question">{words.question}</h1>
      <p role="status" class={outcome.value === null ? 'hint' : 'kiosk-outcome'}>
        {outcome.value === null ? words.questionHint : words[outcome.value]}
      </p>
      {chosen.value === null ? (
        <Faces onChoose={choose} />
      ) : (
        <MoreForm feeling={chosen.value} onSend={send} onBack={() => choose(null)} />
      )}
    </section>
  );
}

async function tap(feeling: FeedbackTap, text: string): Promise<Outcome> {
  const line = text.trim();
  const body: TapRequest = { feeling, language: language.value, ...(line === '' ? {} : { text: line }) };
  const answer = await request<TapResponse>('POST', '/api/kiosk/feedback', { body }).catch(() => null);
  if (answer === null) return 'failed';
  return answer.counted || answer.textKept ? 'thanks' : 'tooSoon';
}

function Faces({ onChoose }: { readonly onChoose: (feeling: FeedbackTap) => void }) {
  const { moods } = KIOSK_WORDS[language.value];
  return (
    <div class="kiosk-faces">
      {FEEDBACK_TAPS.map((feeling) => (
        <button key={feeling} type="button" onClick={() => onChoose(feeling)}>
          <FeelingFace feeling={feeling} />
          {moods[feeling]}
        </button>
      ))}
    </div>
  );
}

interface MoreProps {
  readonly feeling: FeedbackTap;
  readonly onSend: (text: string) => Promise<void>;
  readonly onBack: () => void;
}

/** Who begins to type is given all the time. */
function MoreForm({ feeling, onSend, onBack }: MoreProps) {
  const text = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const words = KIOSK_WORDS[language.value];
  const isUntouched = text.value === '';
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (!isUntouched) return;
    const timer = setTimeout(() => void onSend(''), SENDS_ITSELF_MS);
    return () => clearTimeout(timer);
  }, [isUntouched]);
  const submit = (event: Event) => {
    event.preventDefault();
    void onSend(text.value);
  };
  return (
    <form class="kiosk-more" onSubmit={submit}>
      <p class="kiosk-chosen">
        <FeelingFace feeling={feeling} /> <b>{words.moods[feeling]}</b>
      </p>
      <label for={id}>{words.more}</label>
      <input
        id={id}
        ref={field}
        type="text"
        autocomplete="off"
        maxLength={FEEDBACK_TEXT_LENGTH_MAX}
        value={text.value}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <small id={`${id}-hint`}>{words.moreHint}</small>
      <div class="kiosk-actions">
        <button type="submit" class="primary">
          {words.send}
        </button>
        <button type="button" class="quiet" onClick={onBack}>
          {words.back}
        </button>
      </div>
      {isUntouched && <div class="kiosk-timer" style={{ animationDuration: `${SENDS_ITSELF_MS}ms` }} />}
    </form>
  );
}
