// Who may come in: one's own password, sessions, and for admins the users and the audit log.

import { isAdmin } from '../state/console-state.ts';
import { t } from '../strings/strings.ts';
import { AuditCard } from './access/audit-card.tsx';
import { PasswordCard } from './access/password-card.tsx';
import { SessionsCard } from './access/sessions-card.tsx';
import { UsersCard } from './access/users-card.tsx';

export function AccessPage() {
  return (
    <div class="stack">
      <h1 class="unseen">{t.access.title}</h1>
      <div class="columns">
        <PasswordCard />
        <SessionsCard />
      </div>
      {isAdmin() && <UsersCard />}
      {isAdmin() && <AuditCard />}
    </div>
  );
}
