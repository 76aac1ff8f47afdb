// One's own second factor: set up by QR code, recovery codes shown once, switched off by password and code.
import { useSignal } from '@preact/signals';
import type { SecondFactorOffer, SecondFactorResponse } from '../../../../shared/console-access.ts';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { request } from '../../state/api.ts';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';

const PATH = '/api/second-factor';

export function SecondFactorCard() {
  const { value, reload } = useLoaded<SecondFactorResponse>(PATH);
  const codes = useSignal<readonly string[] | null>(null);
  const onEnabled = async (recoveryCodes: readonly string[]) => {
    codes.value = recoveryCodes;
    await reload();
  };
  const words = t.secondFactor;
  return (
    <section class="card" aria-labelledby="second-factor-title">
      <h2 id="second-factor-title">{words.title}</h2>
      <p class="hint">{words.text}</p>
      {value !== null && <p>{value.enabled ? words.on(value.recoveryCodesLeft) : words.off}</p>}
      {codes.value !== null && (
        <RecoveryCodes
          codes={codes.value}
          onKept={() => {
            codes.value = null;
          }}
        />
      )}
      {value?.enabled === false && <SetUp onEnabled={onEnabled} />}
      {value?.enabled === true && codes.value === null && <SwitchOff onDone={reload} />}
    </section>
  );
}

function SetUp({ onEnabled }: { readonly onEnabled: (codes: readonly string[]) => Promise<void> }) {
  const password = useSignal('');
  const offer = useSignal<SecondFactorOffer | null>(null);
  const begin = async () => {
    offer.value = await request<SecondFactorOffer>('POST', PATH, { body: { password: password.value } });
    password.value = '';
  };
  return (
    <details>
      <summary>{t.secondFactor.setUp}</summary>
      {offer.value === null ? (
        <ActionForm submit={t.secondFactor.begin} onSubmit={begin}>
          <PasswordField label={t.invitation.yourPassword} value={password} autocomplete="current-password" />
        </ActionForm>
      ) : (
        <Offer offer={offer.value} onEnabled={onEnabled} />
      )}
    </details>
  );
}

interface OfferProps {
  readonly offer: SecondFactorOffer;
  readonly onEnabled: (codes: readonly string[]) => Promise<void>;
}

function Offer({ offer, onEnabled }: OfferProps) {
  const code = useSignal('');
  const enable = async () => {
    const { recoveryCodes } = await request<{ recoveryCodes: string[] }>('PUT', PATH, { body: { code: code.value } });
    await onEnabled(recoveryCodes);
  };
  return (
    <>
      <p>{t.secondFactor.scan}</p>
      <QrCode rows={offer.qr} label={t.secondFactor.qr} />
      <p>
        {t.secondFactor.key}: <code class="wrap">{offer.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <ActionForm submit={t.secondFactor.enable} onSubmit={enable}>
        <TextField
          label={t.secondFactor.code}
          value={code}
          hint={t.secondFactor.codeHint}
          autocomplete="one-time-code"
          isCode={true}
        />
      </ActionForm>
    </>
  );
}

function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  return (
    <div role="status">
      <h3>{t.secondFactor.recoveryTitle}</h3>
      <p>{t.secondFactor.recoveryText}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={onKept}>
        {t.secondFactor.kept}
      </button>
    </div>
  );
}

function SwitchOff({ onDone }: { readonly onDone: () => Promise<void> }) {
  const password = useSignal('');
  const code = useSignal('');
  const disable = async () => {
    await request('DELETE', PATH, { body: { password: password.value, code: code.value } });
    await onDone();
  };
  return (
    <details>
      <summary>{t.secondFactor.disable}</summary>
      <ActionForm submit={t.secondFactor.disable} onSubmit={disable}>
        <PasswordField label={t.invitation.yourPassword} value={password} autocomplete="current-password" />
        <TextField label={t.secondFactor.codeOrRecovery} value={code} autocomplete="one-time-code" isCode={true} />
      </ActionForm>
    </details>
  );
}
