// For whoever was given a link: a name and a password of their own.
import { useSignal } from '@preact/signals';
import type { SessionResponse } from '../../../shared/console-api.ts';
import { ActionForm, PasswordField } from '../parts/form-parts.tsx';
import { Logo } from '../parts/logo.tsx';
import { TextField } from '../parts/text-field.tsx';
import { request } from '../state/api.ts';
import { startSession } from '../state/console-state.ts';
import { goTo, route } from '../state/route.ts';
import { t } from '../strings/strings.ts';
import { StrengthHint } from './set-up/claim-step.tsx';

export function InvitationPage() {
  const name = useSignal('');
  const password = useSignal('');
  const token = route.value.slice('invitation/'.length);
  const accept = async () => {
    const body = { token, name: name.value.trim().toLowerCase(), password: password.value };
    const session = await request<SessionResponse>('POST', '/api/invitation', { body });
    goTo('live');
    startSession(session);
  };
  return (
    <main class="door">
      <Logo />
      <section class="card">
        <h1>{t.invitation.acceptTitle}</h1>
        <p>{t.invitation.acceptText}</p>
        <ActionForm submit={t.invitation.accept} onSubmit={accept}>
          <TextField label={t.invitation.name} value={name} hint={t.invitation.nameHint} autocomplete="username" />
          <PasswordField
            label={t.invitation.password}
            value={password}
            autocomplete="new-password"
            describedBy="password-strength"
          />
          <StrengthHint password={password.value} />
        </ActionForm>
      </section>
      <a class="door-link" href="#/about">
        {t.about.link}
      </a>
    </main>
  );
}
