import { useSignal } from '@preact/signals';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { Refusal, request } from '../../state/api.ts';
import { session } from '../../state/console-state.ts';
import { useLoaded } from '../../state/loaded.ts';
import { ROLE_NAMES, type RoleName, type UserEntry } from '../../state/roles.ts';
import { t } from '../../strings/strings.ts';

export function UsersCard() {
  const loaded = useLoaded<{ users: readonly UserEntry[] }>('/api/users');
  const failure = useSignal<string | null>(null);
  const remove = async (name: string) => {
    failure.value = null;
    await request('DELETE', `/api/users/${name}`).catch((error: unknown) => {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
    });
    await loaded.reload();
  };
  return (
    <section class="card" aria-labelledby="users-title">
      <h2 id="users-title">{t.access.users}</h2>
      <ul class="rows">
        {loaded.value?.users.map(({ name, role, createdAt }) => (
          <li key={name}>
            <span>
              <strong>{name}</strong> {t.access.roles[role]}
              <small>{t.access.madeOn(new Date(createdAt).toLocaleDateString('en-GB'))}</small>
            </span>
            {name !== session.value?.name && <Remove name={name} onRemove={() => void remove(name)} />}
          </li>
        ))}
      </ul>
      <p class="failure" role="alert">
        {failure.value}
      </p>
      <NewUser onMade={loaded.reload} />
    </section>
  );
}

/** Asks once more before it does it. */
function Remove({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const isAsked = useSignal(false);
  const act = () => {
    if (isAsked.value) onRemove();
    isAsked.value = !isAsked.value;
  };
  return (
    <button
      type="button"
      class="quiet"
      onClick={act}
      onBlur={() => {
        isAsked.value = false;
      }}
    >
      {isAsked.value ? t.access.really : t.access.remove} <span class="unseen">{name}</span>
    </button>
  );
}

function NewUser({ onMade }: { readonly onMade: () => Promise<void> }) {
  const name = useSignal('');
  const role = useSignal<RoleName>('viewer');
  const password = useSignal('');
  const create = async () => {
    const body = { name: name.value.trim().toLowerCase(), role: role.value, password: password.value };
    await request('POST', '/api/users', { body });
    name.value = '';
    password.value = '';
    await onMade();
  };
  return (
    <details>
      <summary>{t.access.add}</summary>
      <ActionForm submit={t.access.addUser} onSubmit={create}>
        <label class="field">
          <span>{t.access.name}</span>
          <input
            required
            autocomplete="off"
            autocapitalize="none"
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          <span>{t.access.role}</span>
          <select
            value={role.value}
            onChange={(event) => {
              role.value = event.currentTarget.value as RoleName;
            }}
          >
            {ROLE_NAMES.map((each) => (
              <option key={each} value={each}>
                {t.access.roleTexts[each]}
              </option>
            ))}
          </select>
        </label>
        <PasswordField label={t.access.firstPassword} value={password} autocomplete="new-password" />
      </ActionForm>
    </details>
  );
}
