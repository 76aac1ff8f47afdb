import type { AuditResponse } from '../../../../shared/console-api.ts';
import { useLoaded } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';

const SHOWN = 200;

export function AuditCard() {
  const { value, reload } = useLoaded<AuditResponse>(`/api/audit?limit=${SHOWN}`);
  return (
    <section class="card" aria-labelledby="audit-title">
      <div class="card-top">
        <h2 id="audit-title">{t.access.audit}</h2>
        <div class="actions">
          <button type="button" class="quiet" onClick={() => void reload()}>
            {t.access.reload}
          </button>
          {(['jsonl', 'csv'] as const).map((format) => (
            <a key={format} class="quiet" href={`/api/audit/export?format=${format}`} download>
              {t.auditActs[format]}
            </a>
          ))}
        </div>
      </div>
      {value !== null && <Chain chain={value.chain} />}
      <p class="hint">{t.auditActs.hint}</p>
      {value !== null && <Entries entries={value.entries} />}
    </section>
  );
}

function Chain({ chain }: { readonly chain: AuditResponse['chain'] }) {
  return chain.intact ? (
    <p class="hint">{t.access.chainIntact(chain.checked)}</p>
  ) : (
    <p class="failure" role="alert">
      {t.access.chainBroken(chain.brokenAt ?? 0)}
    </p>
  );
}

function Entries({ entries }: { readonly entries: AuditResponse['entries'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll tall" aria-label={t.access.audit} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.access.when}</th>
            <th scope="col">{t.access.act}</th>
            <th scope="col">{t.access.who}</th>
            <th scope="col">{t.access.from}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ seq, at, action, actor, address, detail }) => (
            <tr key={seq}>
              <td>
                <time dateTime={at}>{new Date(at).toLocaleString('en-GB')}</time>
              </td>
              <td>
                {t.access.acts[action] ?? action} <small>{detail}</small>
              </td>
              <td>{actor ?? '–'}</td>
              <td>{address ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
