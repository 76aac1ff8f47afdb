import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { SessionResponse } from '../../../../shared/console-api.ts';
import { PASSWORD_LENGTH_MIN } from '../../../../shared/limits.ts';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { fingerprint, loadStatus, startSession } from '../../state/console-state.ts';
import { strengthOf } from '../../state/password-strength.ts';
import { goTo, route } from '../../state/route.ts';
import { claimCodeOf } from '../../state/set-up-steps.ts';
import { t } from '../../strings/strings.ts';

export function ClaimStep() {
  const code = useSignal(useMemo(takeCode, []));
  const isFromQr = useMemo(() => code.value !== '', []);
  const password = useSignal('');
  const claim = async () => {
    const body = { code: code.value, password: password.value };
    const session = await request<SessionResponse>('POST', '/api/setup/claim', { body });
    goTo('setup');
    startSession(session);
    await loadStatus();
  };
  return (
    <section class="card">
      <h2>{t.setUp.claimTitle}</h2>
      <p>{isFromQr ? t.wizard.codeFromQr : t.setUp.claimText}</p>
      <ActionForm submit={t.setUp.claim} busy={t.setUp.claiming} onSubmit={claim}>
        <label class="field">
          <span>{t.setUp.code}</span>
          <input
            class="code"
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            required
            placeholder={t.setUp.codePlaceholder}
            value={code.value}
            onInput={(event) => {
              code.value = event.currentTarget.value;
            }}
          />
        </label>
        {/* Password keepers file the password under this name. */}
        <input type="text" autocomplete="username" value="admin" readOnly hidden />
        <PasswordField
          label={t.setUp.password}
          value={password}
          autocomplete="new-password"
          describedBy="password-hint password-strength"
        />
        <p id="password-hint" class="hint">
          {t.setUp.passwordHint}
        </p>
        <StrengthHint password={password.value} />
      </ActionForm>
      {fingerprint.value !== null && (
        <p class="hint fingerprint">
          {t.setUpFingerprint} <Fingerprint value={fingerprint.value} />
        </p>
      )}
    </section>
  );
}

/** Out of the address, where a QR code has put it; it does not stay there for whoever looks at the history. */
function takeCode(): string {
  const code = claimCodeOf(route.value);
  if (code !== '') history.replaceState(null, '', '#/setup');
  return code;
}

export function StrengthHint({ password }: { readonly password: string }) {
  const strength = strengthOf(password);
  const words = t.setUp.strength;
  const text = strength === 'short' ? words.short([...password].length, PASSWORD_LENGTH_MIN) : words[strength];
  return (
    <p id="password-strength" class={`strength ${strength}`} aria-live="polite">
      <span class="strength-bar" aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}
