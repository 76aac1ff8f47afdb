import type { SessionSummary } from '../../../../shared/console-api.ts';
import { request } from '../../state/api.ts';
import { type Loaded, useLoaded } from '../../state/loaded.ts';
import { clockText } from '../../strings/durations.ts';
import { t } from '../../strings/strings.ts';

type Sessions = { readonly sessions: readonly SessionSummary[] };

export function SessionsCard() {
  const loaded = useLoaded<Sessions>('/api/sessions');
  return (
    <section class="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t.access.sessions}</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.access.name}</th>
              <th scope="col">{t.access.since}</th>
              <th scope="col">{t.access.seen}</th>
              <th scope="col">
                <span class="unseen">{t.access.end}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {loaded.value?.sessions.map((each) => (
              <Row key={each.handle} session={each} loaded={loaded} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ session, loaded }: { readonly session: SessionSummary; readonly loaded: Loaded<Sessions> }) {
  const end = async () => {
    await request('DELETE', `/api/sessions/${session.handle}`).catch(() => {});
    await loaded.reload();
  };
  return (
    <tr>
      <th scope="row">
        {session.name} <small class="block">{t.access.roles[session.role]}</small>
      </th>
      <td>{clockText(session.createdAt, false)}</td>
      <td>{clockText(session.lastSeenAt, false)}</td>
      <td>
        {session.isCurrent ? (
          <small>{t.access.thisOne}</small>
        ) : (
          <button type="button" class="quiet" onClick={() => void end()}>
            {t.access.end}
          </button>
        )}
      </td>
    </tr>
  );
}
