import { useSignal } from '@preact/signals';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { Refusal, request } from '../../state/api.ts';
import { session } from '../../state/console-state.ts';
import { useLoaded } from '../../state/loaded.ts';
import type { RoleName, UserEntry } from '../../state/roles.ts';
import { t } from '../../strings/strings.ts';
import { RoleField } from './role-field.tsx';

export function UsersCard() {
  const loaded = useLoaded<{ users: readonly UserEntry[] }>('/api/users');
  const failure = useSignal<string | null>(null);
  const act = async (method: string, name: string, body?: unknown) => {
    failure.value = null;
    await request(method, `/api/users/${name}`, { body }).catch((error: unknown) => {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
    });
    await loaded.reload();
  };
  return (
    <section class="card" aria-labelledby="users-title">
      <h2 id="users-title">{t.access.users}</h2>
      <ul class="rows">
        {loaded.value?.users.map((user) => (
          <li key={user.name}>
            <UserWords user={user} />
            {user.name !== session.value?.name && <UserActs user={user} act={act} onDone={loaded.reload} />}
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

function UserWords({ user }: { readonly user: UserEntry }) {
  const { name, role, createdAt, disabled, secondFactor } = user;
  const marks = [disabled ? t.userActs.disabled : '', secondFactor ? t.userActs.secondFactor : ''];
  return (
    <span>
      <strong>{name}</strong> {[t.access.roles[role], ...marks].filter((mark) => mark !== '').join(', ')}
      <small>{t.access.madeOn(new Date(createdAt).toLocaleDateString('en-GB'))}</small>
    </span>
  );
}

interface UserActsProps {
  readonly user: UserEntry;
  readonly act: (method: string, name: string, body?: unknown) => Promise<void>;
  readonly onDone: () => Promise<void>;
}

/** Making an admin asks for the password first. */
function UserActs({ user, act, onDone }: UserActsProps) {
  const isConfirming = useSignal(false);
  const { name, role, disabled } = user;
  const stop = async () => {
    isConfirming.value = false;
    await onDone();
  };
  if (isConfirming.value) return <MakeAdmin name={name} onDone={stop} />;
  const change = () => {
    if (role === 'admin') void act('PUT', name, { role: 'viewer' });
    else isConfirming.value = true;
  };
  return (
    <div class="actions">
      <button type="button" class="quiet" onClick={change}>
        {role === 'admin' ? t.userActs.makeViewer : t.userActs.makeAdmin} <span class="unseen">{name}</span>
      </button>
      <button type="button" class="quiet" onClick={() => void act('PUT', name, { disabled: !disabled })}>
        {disabled ? t.userActs.enable : t.userActs.disable} <span class="unseen">{name}</span>
      </button>
      <Remove name={name} onRemove={() => void act('DELETE', name)} />
    </div>
  );
}

function MakeAdmin({ name, onDone }: { readonly name: string; readonly onDone: () => Promise<void> }) {
  const confirm = useSignal('');
  const make = async () => {
    await request('PUT', `/api/users/${name}`, { body: { role: 'admin', confirm: confirm.value } });
    await onDone();
  };
  return (
    <div>
      <ActionForm submit={t.userActs.makeAdmin} onSubmit={make}>
        <PasswordField label={t.invitation.yourPassword} value={confirm} autocomplete="current-password" />
      </ActionForm>
      <button type="button" class="quiet" onClick={() => void onDone()}>
        {t.userActs.cancel}
      </button>
    </div>
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
  const confirm = useSignal('');
  const create = async () => {
    const asAdmin = role.value === 'admin' ? { confirm: confirm.value } : {};
    const body = { name: name.value.trim().toLowerCase(), role: role.value, password: password.value, ...asAdmin };
    await request('POST', '/api/users', { body });
    name.value = '';
    password.value = '';
    confirm.value = '';
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
        <RoleField value={role} />
        <PasswordField label={t.access.firstPassword} value={password} autocomplete="new-password" />
        {role.value === 'admin' && (
          <PasswordField label={t.invitation.yourPassword} value={confirm} autocomplete="current-password" />
        )}
      </ActionForm>
    </details>
  );
}
