import { useSignal } from '@preact/signals';
import type { SessionResponse } from '../../../shared/console-api.ts';
import { ActionForm, PasswordField } from '../parts/form-parts.tsx';
import { Logo } from '../parts/logo.tsx';
import { request } from '../state/api.ts';
import { hasEnded, startSession } from '../state/console-state.ts';
import { t } from '../strings/strings.ts';

export function SignInPage() {
  const name = useSignal('admin');
  const password = useSignal('');
  const signIn = async () => {
    const body = { name: name.value.trim().toLowerCase(), password: password.value };
    startSession(await request<SessionResponse>('POST', '/api/session', { body }));
  };
  return (
    <main class="door">
      <Logo />
      <p class="tagline">{t.tagline}</p>
      <section class="card">
        <h1>{t.signIn.title}</h1>
        {hasEnded.value && <p role="status">{t.signIn.ended}</p>}
        <ActionForm submit={t.signIn.submit} busy={t.signIn.busy} onSubmit={signIn}>
          <label class="field">
            <span>{t.signIn.name}</span>
            <input
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          </label>
          <PasswordField label={t.signIn.password} value={password} autocomplete="current-password" />
        </ActionForm>
      </section>
      <a href="#/about">{t.about.link}</a>
    </main>
  );
}
