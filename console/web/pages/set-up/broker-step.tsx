// Where the windows go: address and sign-in, tried stage by stage before they are saved.
import { type Signal, useSignal } from '@preact/signals';
import type { BrokerCredentials } from '../../../../shared/broker-test.ts';
import type { ConfigurationPage } from '../../../../shared/console-link-api.ts';
import type { ConfigurationOutcome } from '../../../../shared/link-configuration.ts';
import { BrokerCheck } from '../../parts/broker/broker-check.tsx';
import { CredentialsFields } from '../../parts/broker/credentials-fields.tsx';
import { ActionForm } from '../../parts/form-parts.tsx';
import { Refusal, request } from '../../state/api.ts';
import { credentialsOf, type TypedCredentials, testOf } from '../../state/broker-check.ts';
import { loadStatus, status } from '../../state/console-state.ts';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';
import { NextButton } from './next-button.tsx';
import '../../styles/configuration.css';

export function BrokerStep() {
  const words = t.wizard.broker;
  const held = useLoaded<ConfigurationPage>('/api/configuration');
  const credentials = useLoaded<BrokerCredentials>('/api/broker/credentials');
  const broker = status.value?.link?.broker;
  const reload = async () => {
    await Promise.all([held.reload(), credentials.reload(), loadStatus()]);
  };
  return (
    <>
      <section class="card">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        {broker !== undefined && (
          <p class={broker.connected ? 'verdict good' : 'verdict bad'} role="status">
            {broker.url}: {broker.connected ? t.live.connected : (broker.reason ?? t.live.notConnected)}
          </p>
        )}
        {held.value === null || credentials.value === null ? (
          <p>{t.configuration.unavailable}</p>
        ) : (
          <BrokerForm held={held.value} credentials={credentials.value} onSaved={reload} />
        )}
      </section>
      <NextButton step="broker" />
    </>
  );
}

interface BrokerFormProps {
  readonly held: ConfigurationPage;
  readonly credentials: BrokerCredentials;
  readonly onSaved: () => Promise<void>;
}

function BrokerForm({ held, credentials, onSaved }: BrokerFormProps) {
  const words = t.wizard.broker;
  const address = useSignal(held.settings.brokerUrl ?? '');
  const typed = useSignal<TypedCredentials>({ user: credentials.user ?? '', password: '' });
  const isSaved = useSignal(false);
  const save = async () => {
    isSaved.value = false;
    await saveAddress(held, address.value.trim());
    const body = credentialsOf(typed.value, credentials.user);
    if (Object.keys(body).length > 0) await request('PUT', '/api/broker/credentials', { body });
    typed.value = { user: typed.value.user, password: '' };
    isSaved.value = true;
    await onSaved();
  };
  return (
    <>
      <ActionForm submit={words.save} onSubmit={save}>
        <Address value={address} />
        <CredentialsFields held={credentials} typed={typed} />
        <p role="status">{isSaved.value && words.saved}</p>
      </ActionForm>
      <BrokerCheck asked={() => testOf(typed.value, credentials.user, address.value)} />
    </>
  );
}

function Address({ value }: { readonly value: Signal<string> }) {
  return (
    <label class="field">
      <span>{t.brokerForm.address}</span>
      <input
        type="url"
        inputMode="url"
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        placeholder="mqtts://broker.example:8883"
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
      <small>{t.brokerForm.addressHint}</small>
    </label>
  );
}

/** @throws Refusal when the device takes no such address */
async function saveAddress({ revision, settings }: ConfigurationPage, address: string): Promise<void> {
  const brokerUrl = address === '' ? null : address;
  if (brokerUrl === settings.brokerUrl) return;
  const body = { revision, settings: { brokerUrl } };
  const answer = await request<ConfigurationOutcome>('PATCH', '/api/configuration', { body });
  if (answer.outcome === 'applied') return;
  const message = answer.errors[0]?.message ?? t.wizard.broker.refused;
  throw new Refusal(409, { code: 'CONFIGURATION_REFUSED', message, hint: '' });
}
