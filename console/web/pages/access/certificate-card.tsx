// The certificate: what it is, one of one's own, and back again.
import { useSignal } from '@preact/signals';
import type { CertificateResponse } from '../../../../shared/console-access.ts';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { request } from '../../state/api.ts';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';

const PATH = '/api/certificate';

export function CertificateCard() {
  const { value, reload } = useLoaded<CertificateResponse>(PATH);
  return (
    <section class="card" aria-labelledby="certificate-title">
      <h2 id="certificate-title">{t.certificate.title}</h2>
      {value !== null && <Description certificate={value} />}
      <p>
        <a href="/api/label.pdf">{t.certificate.label}</a>
        <small class="block">{t.certificate.labelHint}</small>
      </p>
      <Bring onDone={reload} />
      {value?.source === 'brought' && <Drop onDone={reload} />}
    </section>
  );
}

function Description({ certificate }: { readonly certificate: CertificateResponse }) {
  const { source, fingerprint, names, notCovered, validTo, issuer } = certificate;
  const rows = [
    [t.certificate.names, names.join(', ')],
    ...(notCovered.length === 0 ? [] : [[t.certificate.notCovered, notCovered.join(', ')]]),
    [t.certificate.until, new Date(validTo).toLocaleDateString('en-GB')],
    ...(source === 'own' ? [] : [[t.certificate.issuer, issuer]]),
  ];
  return (
    <>
      <p>{t.certificate.sources[source]}</p>
      <dl class="facts">
        <div>
          <dt>{t.certificate.fingerprint}</dt>
          <dd>
            <Fingerprint value={fingerprint} />
          </dd>
        </div>
        {rows.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="wrap">{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Bring({ onDone }: { readonly onDone: () => Promise<void> }) {
  const certificate = useSignal('');
  const key = useSignal('');
  const password = useSignal('');
  const isDone = useSignal(false);
  const bring = async () => {
    const body = { certificate: certificate.value, key: key.value, password: password.value };
    await request('PUT', PATH, { body });
    certificate.value = '';
    key.value = '';
    password.value = '';
    isDone.value = true;
    await onDone();
  };
  return (
    <details>
      <summary>{t.certificate.bring}</summary>
      <ActionForm submit={t.certificate.replace} onSubmit={bring}>
        <TextField label={t.certificate.chain} value={certificate} rows={5} />
        <TextField label={t.certificate.key} value={key} rows={4} />
        <PasswordField label={t.invitation.yourPassword} value={password} autocomplete="current-password" />
        {isDone.value && <p role="status">{t.certificate.replaced}</p>}
      </ActionForm>
    </details>
  );
}

function Drop({ onDone }: { readonly onDone: () => Promise<void> }) {
  const password = useSignal('');
  const drop = async () => {
    await request('DELETE', PATH, { body: { password: password.value } });
    await onDone();
  };
  return (
    <details>
      <summary>{t.certificate.drop}</summary>
      <ActionForm submit={t.certificate.drop} onSubmit={drop}>
        <PasswordField label={t.invitation.yourPassword} value={password} autocomplete="current-password" />
      </ActionForm>
    </details>
  );
}
