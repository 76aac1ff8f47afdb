// The fields of the broker's credentials. What is saved is told of, never shown.
import type { Signal } from '@preact/signals';
import type { BrokerCredentials } from '../../../../shared/broker-test.ts';
import type { TypedCredentials } from '../../state/broker-check.ts';
import { t } from '../../strings/strings.ts';

interface CredentialsFieldsProps {
  readonly held: BrokerCredentials;
  readonly typed: Signal<TypedCredentials>;
}

export function CredentialsFields({ held, typed }: CredentialsFieldsProps) {
  const words = t.brokerForm;
  const change = (part: Partial<TypedCredentials>) => {
    typed.value = { ...typed.value, ...part };
  };
  return (
    <>
      <label class="field">
        <span>{words.user}</span>
        <input
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={256}
          value={typed.value.user}
          onInput={(event) => change({ user: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{words.password}</span>
        <input
          type="password"
          autocomplete="off"
          maxLength={1_024}
          value={typed.value.password}
          onInput={(event) => change({ password: event.currentTarget.value })}
        />
        {held.password && <small>{words.passwordThere}</small>}
      </label>
      <details>
        <summary>{words.more}</summary>
        {(['ca', 'certificate', 'key'] as const).map((name) => (
          <label key={name} class="field">
            <span>{words[name]}</span>
            <input
              type="file"
              accept=".pem,.crt,.cer,.key"
              onChange={(event) => void readPem(event.currentTarget.files?.[0]).then((pem) => change({ [name]: pem }))}
            />
            <small>{savedWords(held, name)}</small>
          </label>
        ))}
        {held.bySystemd.length > 0 && <p class="hint">{words.bySystem(held.bySystemd.join(', '))}</p>}
      </details>
    </>
  );
}

const readPem = async (file: File | undefined) => (file === undefined ? undefined : file.text());

function savedWords(held: BrokerCredentials, name: 'ca' | 'certificate' | 'key'): string {
  if (name === 'key') return held.key ? t.brokerForm.keyThere : '';
  const saved = held[name];
  return saved === null ? '' : t.brokerForm.there(saved.subject, saved.expiresAt.slice(0, 10));
}
