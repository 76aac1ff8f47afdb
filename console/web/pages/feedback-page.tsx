// What visitors tapped and wrote at the kiosk, for an admin.

import type { z } from 'zod';
import type { FeedbackText, feedbackTextsResponseSchema } from '../../../shared/feedback-text.ts';
import { AgreementCard } from '../parts/agreement-card.tsx';
import { request } from '../state/api.ts';
import { useLoaded } from '../state/loaded.ts';
import { t } from '../strings/strings.ts';

export function FeedbackPage() {
  return (
    <div class="stack">
      <div class="card-top">
        <h1>{t.feedback.title}</h1>
        <a href="/kiosk" target="_blank" rel="noreferrer">
          {t.feedback.kioskLink}
        </a>
      </div>
      <AgreementCard />
      <TextsCard />
    </div>
  );
}

function TextsCard() {
  const { value, reload } = useLoaded<z.infer<typeof feedbackTextsResponseSchema>>('/api/feedback-texts');
  const remove = async ({ id }: FeedbackText) => {
    await request('DELETE', `/api/feedback-texts/${id}`).catch(() => null);
    await reload();
  };
  return (
    <section class="card" aria-labelledby="texts-title">
      <h2 id="texts-title">{t.feedback.texts}</h2>
      <p class="hint">{t.feedback.textsExplain}</p>
      {value !== null && value.texts.length === 0 && <p>{t.feedback.empty}</p>}
      {value !== null && value.texts.length > 0 && <Texts texts={value.texts} onRemove={remove} />}
    </section>
  );
}

interface TextsProps {
  readonly texts: readonly FeedbackText[];
  readonly onRemove: (text: FeedbackText) => Promise<void>;
}

function Texts({ texts, onRemove }: TextsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll tall" aria-label={t.feedback.texts} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.feedback.hour}</th>
            <th scope="col">{t.feedback.feeling}</th>
            <th scope="col">{t.feedback.text}</th>
            <th scope="col">{t.feedback.sounds}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {texts.map((each) => (
            <tr key={each.id}>
              <td>
                <time dateTime={each.hour}>{hourOf(each)}</time>
              </td>
              <td>{t.moods[each.feeling]}</td>
              <td lang={each.language}>{each.text}</td>
              <td>{each.sentiment === null ? t.feedback.notScored : t.feedback.sentiments[each.sentiment]}</td>
              <td>
                <button
                  type="button"
                  class="quiet"
                  aria-label={t.feedback.removeLabel(each.text)}
                  onClick={() => void onRemove(each)}
                >
                  {t.feedback.remove}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const hourOf = ({ hour }: FeedbackText) =>
  new Date(hour).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
