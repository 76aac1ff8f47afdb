// Invitations: who is invited, and a link for one more person, shown once.
import { useSignal } from '@preact/signals';
import type { Invitation } from '../../../../shared/console-access.ts';
import { ActionForm, PasswordField } from '../../parts/form-parts.tsx';
import { request } from '../../state/api.ts';
import { useLoaded } from '../../state/loaded.ts';
import type { RoleName } from '../../state/roles.ts';
import { t } from '../../strings/strings.ts';
import { RoleField } from './role-field.tsx';

export function InvitationsCard() {
  const { value, reload } = useLoaded<{ invitations: readonly Invitation[] }>('/api/invitations');
  const takeBack = async (id: string) => {
    await request('DELETE', `/api/invitations/${id}`).catch(() => {});
    await reload();
  };
  return (
    <section class="card" aria-labelledby="invitations-title">
      <h2 id="invitations-title">{t.invitation.title}</h2>
      <p class="hint">{t.invitation.text}</p>
      <Invite onMade={reload} />
      {value !== null && value.invitations.length > 0 && (
        <ul class="rows" aria-label={t.invitation.open}>
          {value.invitations.map(({ id, role, by, expiresAt }) => (
            <li key={id}>
              <span>
                <strong>{t.access.roles[role]}</strong>
                <small>{t.invitation.until(new Date(expiresAt).toLocaleString('en-GB'), by)}</small>
              </span>
              <button type="button" class="quiet" onClick={() => void takeBack(id)}>
                {t.invitation.takeBack}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Invite({ onMade }: { readonly onMade: () => Promise<void> }) {
  const role = useSignal<RoleName>('viewer');
  const confirm = useSignal('');
  const link = useSignal<string | null>(null);
  const invite = async () => {
    const asAdmin = role.value === 'admin' ? { confirm: confirm.value } : {};
    const { token } = await request<{ token: string }>('POST', '/api/invitations', {
      body: { role: role.value, ...asAdmin },
    });
    confirm.value = '';
    link.value = `${location.origin}/#/invitation/${token}`;
    await onMade();
  };
  return (
    <>
      <ActionForm submit={t.invitation.make} onSubmit={invite}>
        <RoleField value={role} />
        {role.value === 'admin' && (
          <PasswordField label={t.invitation.yourPassword} value={confirm} autocomplete="current-password" />
        )}
      </ActionForm>
      {link.value !== null && <Link link={link.value} />}
    </>
  );
}

function Link({ link }: { readonly link: string }) {
  const isCopied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    isCopied.value = true;
  };
  return (
    <div role="status">
      <p>{t.invitation.link}</p>
      <p>
        <code class="wrap">{link}</code>
      </p>
      <button type="button" class="quiet" onClick={() => void copy().catch(() => {})}>
        {isCopied.value ? t.invitation.copied : t.invitation.copy}
      </button>
    </div>
  );
}
