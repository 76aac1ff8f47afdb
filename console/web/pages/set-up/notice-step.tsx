// The notice for the door, made from what the device really does (EU AI Act, Article 50(3)), and its confirmation.
import { useSignal } from '@preact/signals';
import type { SenseStatus } from '../../../../shared/sense-api.ts';
import { STREAMS } from '../../../../shared/vocabulary.ts';
import { ActionForm, Check } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { loadStatus } from '../../state/console-state.ts';
import { DAY_MINUTES, timeText } from '../../state/sensing-hours.ts';
import { durationText } from '../../strings/durations.ts';
import { t } from '../../strings/strings.ts';
import { OperatorForm } from './operator-form.tsx';

export function NoticeStep({ sense }: { readonly sense: SenseStatus }) {
  const isPosted = useSignal(false);
  const confirm = async () => {
    await request('POST', '/api/notice', { body: { posted: true, revision: sense.noticeRevision } });
    await loadStatus();
  };
  return (
    <section class="card">
      <h2>{t.setUp.noticeTitle}</h2>
      <p>{t.setUp.noticeText}</p>
      <Notice sense={sense} />
      <OperatorForm />
      <p>
        <a href="/notice" target="_blank" rel="noopener">
          {t.setUp.wholeNotice}
        </a>
      </p>
      <button type="button" class="quiet" onClick={() => print()}>
        {t.setUp.print}
      </button>
      <ActionForm submit={t.setUp.notice} isReady={isPosted.value} onSubmit={confirm}>
        <Check label={t.setUp.noticeConfirm} value={isPosted} />
      </ActionForm>
    </section>
  );
}

function Notice({ sense }: { readonly sense: SenseStatus }) {
  const { shares, hours, k, windowSeconds, noticeRevision } = sense;
  const counted = STREAMS.filter((stream) => shares[stream] !== undefined);
  return (
    <blockquote class="notice">
      <h3>{t.notice.title}</h3>
      <p>{counted.includes('mood') ? t.notice.emotions : t.notice.noEmotions}</p>
      {counted.includes('voice') && <p>{t.notice.voice}</p>}
      {counted.includes('gender') && <p>{t.notice.gender}</p>}
      <p>{t.notice.nothingKept}</p>
      <p>{t.notice.aggregates(k, durationText(windowSeconds))}</p>
      {hours !== null && (
        <p>
          {t.notice.hours(timeText(hours.startMinute), timeText((hours.startMinute + hours.minutes) % DAY_MINUTES))}
        </p>
      )}
      <p class="hint">
        {t.notice.rights} {t.notice.revision(noticeRevision)}
      </p>
    </blockquote>
  );
}
