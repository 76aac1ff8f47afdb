// Sign-in to the broker, and the test of all stages with what is typed now.
import { useSignal } from '@preact/signals';
import type { BrokerCredentials } from '../../../../shared/broker-test.ts';
import { request } from '../../state/api.ts';
import { credentialsOf, type TypedCredentials, testOf } from '../../state/broker-check.ts';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';
import { ActionForm } from '../form-parts.tsx';
import { BrokerCheck } from './broker-check.tsx';
import { CredentialsFields } from './credentials-fields.tsx';

export function BrokerCard() {
  const { value: held, reload } = useLoaded<BrokerCredentials>('/api/broker/credentials');
  return (
    <section class="card" aria-labelledby="broker-title">
      <h2 id="broker-title">{t.brokerForm.title}</h2>
      <p class="hint">{t.brokerForm.text}</p>
      {held !== null && <Credentials held={held} onSaved={reload} />}
    </section>
  );
}

interface CredentialsProps {
  readonly held: BrokerCredentials;
  readonly onSaved: () => Promise<void>;
}

function Credentials({ held, onSaved }: CredentialsProps) {
  const typed = useSignal<TypedCredentials>({ user: held.user ?? '', password: '' });
  const isSaved = useSignal(false);
  const body = credentialsOf(typed.value, held.user);
  const save = async () => {
    await request('PUT', '/api/broker/credentials', { body });
    typed.value = { user: typed.value.user, password: '' };
    isSaved.value = true;
    await onSaved();
  };
  return (
    <>
      <ActionForm submit={t.brokerForm.save} isReady={Object.keys(body).length > 0} onSubmit={save}>
        <CredentialsFields held={held} typed={typed} />
        <p role="status">{isSaved.value && Object.keys(body).length === 0 && t.brokerForm.saved}</p>
      </ActionForm>
      <BrokerCheck asked={() => testOf(typed.value, held.user)} />
    </>
  );
}
