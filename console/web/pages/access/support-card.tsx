// The support bundle, and the factory reset.
import { useSignal } from '@preact/signals';
import type { SupportBundle } from '../../../../shared/console-access.ts';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { request } from '../../state/api.ts';
import { save } from '../../state/save-file.ts';
import { t } from '../../strings/strings.ts';

export function SupportCard() {
  const password = useSignal('');
  const make = async () => {
    const bundle = await request<SupportBundle>('POST', '/api/support', { body: { password: password.value } });
    password.value = '';
    save('roomtone-support.json', 'application/json', `${JSON.stringify(bundle, null, 2)}\n`);
  };
  return (
    <section class="card" aria-labelledby="support-title">
      <h2 id="support-title">{t.support.title}</h2>
      <p class="hint">{t.support.text}</p>
      <ActionForm submit={t.support.make} onSubmit={make}>
        <PasswordField label={t.invitation.yourPassword} value={password} autocomplete="current-password" />
      </ActionForm>
    </section>
  );
}

export function ResetCard() {
  const password = useSignal('');
  const word = useSignal('');
  const isAsked = useSignal(false);
  const reset = async () => {
    await request('POST', '/api/reset', {
      body: { password: password.value, confirm: word.value.trim().toLowerCase() },
    });
    isAsked.value = true;
  };
  return (
    <section class="card" aria-labelledby="reset-title">
      <h2 id="reset-title">{t.reset.title}</h2>
      <p class="hint">{t.reset.text}</p>
      {isAsked.value ? (
        <p role="status">
          <strong>{t.reset.done}</strong>
        </p>
      ) : (
        <details>
          <summary>{t.reset.ask}</summary>
          <ActionForm submit={t.reset.ask} onSubmit={reset}>
            <TextField label={t.reset.word} value={word} />
            <PasswordField label={t.invitation.yourPassword} value={password} autocomplete="current-password" />
          </ActionForm>
        </details>
      )}
    </section>
  );
}
