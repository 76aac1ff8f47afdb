import { useSignal } from '@preact/signals';
import type { SessionResponse } from '../../../shared/console-api.ts';
import { ActionForm, PasswordField } from '../parts/form-parts.tsx';
import { Logo } from '../parts/logo.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Refusal, request } from '../state/api.ts';
import { hasEnded, startSession } from '../state/console-state.ts';
import { t } from '../strings/strings.ts';

export function SignInPage() {
  const name = useSignal('admin');
  const password = useSignal('');
  const code = useSignal('');
  const needsCode = useSignal(false);
  const signIn = async () => {
    const given = { name: name.value.trim().toLowerCase(), password: password.value };
    const body = needsCode.value ? { ...given, code: code.value } : given;
    const session = await request<SessionResponse>('POST', '/api/session', { body }).catch((error: unknown) => {
      if (needsCode.value || !(error instanceof Refusal) || error.code !== 'CODE_NEEDED') throw error;
      needsCode.value = true;
      return null;
    });
    if (session !== null) startSession(session);
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
          {needsCode.value && (
            <>
              <p role="status">{t.secondFactor.signInText}</p>
              <TextField
                label={t.secondFactor.codeOrRecovery}
                value={code}
                autocomplete="one-time-code"
                isCode={true}
              />
            </>
          )}
        </ActionForm>
      </section>
      <a class="door-link" href="#/about">
        {t.about.link}
      </a>
    </main>
  );
}
