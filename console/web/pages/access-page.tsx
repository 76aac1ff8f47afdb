// Who may come in and by what: one's own password, second factor and sessions; for admins users, invitations, the
// certificate, the audit log, the support bundle and the reset.
import '../styles/access.css';
import { isAdmin } from '../state/console-state.ts';
import { t } from '../strings/strings.ts';
import { AuditCard } from './access/audit-card.tsx';
import { CertificateCard } from './access/certificate-card.tsx';
import { InvitationsCard } from './access/invitations-card.tsx';
import { PasswordCard } from './access/password-card.tsx';
import { SecondFactorCard } from './access/second-factor-card.tsx';
import { SessionsCard } from './access/sessions-card.tsx';
import { ResetCard, SupportCard } from './access/support-card.tsx';
import { UsersCard } from './access/users-card.tsx';

export function AccessPage() {
  return (
    <div class="stack">
      <h1 class="unseen">{t.access.title}</h1>
      {isAdmin() ? <AdminCards /> : <OwnCards />}
    </div>
  );
}

function OwnCards() {
  return (
    <div class="columns">
      <PasswordCard />
      <div class="stack">
        <SecondFactorCard />
        <SessionsCard />
      </div>
    </div>
  );
}

/** Two stacks of about the same length, one's own access first. The log is as wide as its lines. */
function AdminCards() {
  return (
    <>
      <div class="columns">
        <div class="stack">
          <PasswordCard />
          <SecondFactorCard />
          <SessionsCard />
          <SupportCard />
        </div>
        <div class="stack">
          <UsersCard />
          <InvitationsCard />
          <CertificateCard />
          <ResetCard />
        </div>
      </div>
      <AuditCard />
    </>
  );
}
