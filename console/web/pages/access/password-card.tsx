import { useSignal } from '@preact/signals';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { session } from '../../state/console-state.ts';
import { t } from '../../strings/strings.ts';
import { StrengthHint } from '../set-up/claim-step.tsx';

export function PasswordCard() {
  const current = useSignal('');
  const next = useSignal('');
  const isDone = useSignal(false);
  const change = async () => {
    isDone.value = false;
    await request('PUT', '/api/password', { body: { current: current.value, next: next.value } });
    current.value = '';
    next.value = '';
    isDone.value = true;
  };
  return (
    <section class="card" aria-labelledby="password-title">
      <h2 id="password-title">{t.access.password}</h2>
      <ActionForm submit={t.access.change} onSubmit={change}>
        <input type="text" autocomplete="username" value={session.value?.name ?? ''} readOnly hidden />
        <PasswordField label={t.access.current} value={current} autocomplete="current-password" />
        <PasswordField label={t.access.next} value={next} autocomplete="new-password" describedBy="password-strength" />
        <StrengthHint password={next.value} />
        {isDone.value && <p role="status">{t.access.changed}</p>}
      </ActionForm>
    </section>
  );
}
