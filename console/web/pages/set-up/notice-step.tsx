// The notice for the door as the device itself makes it from what it really does (EU AI Act, Article 50(3)), and its
// confirmation, which names the edition that was read.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Notice } from '../../../../shared/notice/notice.ts';
import type { NoticeReading } from '../../../../shared/notice/reading.ts';
import type { SenseStatus } from '../../../../shared/sense-api.ts';
import { ActionForm, Check } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { loadStatus } from '../../state/console-state.ts';
import { useLoaded } from '../../state/loaded.ts';
import { goTo } from '../../state/route.ts';
import { t } from '../../strings/strings.ts';
import { OperatorForm } from './operator-form.tsx';

export function NoticeStep({ sense }: { readonly sense: SenseStatus }) {
  const isPosted = useSignal(false);
  const { value: reading, reload } = useLoaded<NoticeReading>('/api/notice?language=en');
  useEffect(() => void reload(), [sense.noticeRevision]);
  const confirm = async () => {
    try {
      await request('POST', '/api/notice', { body: { posted: true, revision: reading?.revision } });
    } catch (error) {
      isPosted.value = false;
      await reload();
      throw error;
    }
    await loadStatus();
    goTo('setup/check');
  };
  return (
    <section class="card">
      <h2>{t.setUp.noticeTitle}</h2>
      <p>{t.setUp.noticeText}</p>
      {reading !== null && <NoticeText notice={reading.notice} />}
      <OperatorForm onSaved={reload} />
      <p>
        <a href="/notice" target="_blank" rel="noopener">
          {t.setUp.wholeNotice}
        </a>
      </p>
      <button type="button" class="quiet" onClick={() => print()}>
        {t.setUp.print}
      </button>
      <ActionForm submit={t.setUp.notice} isReady={isPosted.value && reading !== null} onSubmit={confirm}>
        <Check label={t.setUp.noticeConfirm} value={isPosted} />
      </ActionForm>
    </section>
  );
}

function NoticeText({ notice }: { readonly notice: Notice }) {
  return (
    <blockquote class="notice" lang={notice.language}>
      <h3>{notice.title}</h3>
      {notice.sections.map(({ id, heading, sentences, fields }) => (
        <section key={id}>
          <h4>{heading}</h4>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {fields.map(({ label, value }) => (
            <p key={label}>
              {label}: {value ?? '–'}
            </p>
          ))}
        </section>
      ))}
      {notice.edition !== null && <p class="hint">{notice.edition}</p>}
    </blockquote>
  );
}
