// The operational configuration: a form made from its schema, read again before it is applied, with its history.
import type { ConfigurationPage as Held } from '../../../shared/console-link-api.ts';
import type { ConfigurationOutcome, ConfigurationRevision } from '../../../shared/link-configuration.ts';
import { BrokerCard } from '../parts/broker/broker-card.tsx';
import { request } from '../state/api.ts';
import { useLoaded } from '../state/loaded.ts';
import { fieldsOf, type Settings } from '../state/schema-form.ts';
import { t } from '../strings/strings.ts';
import '../styles/configuration.css';
import { FileCard } from './configuration/file-card.tsx';
import { HistoryCard } from './configuration/history-card.tsx';
import { SettingsForm } from './configuration/settings-form.tsx';

export function ConfigurationPage() {
  const { value: held, reload: reloadHeld } = useLoaded<Held>('/api/configuration');
  const history = useLoaded<{ readonly revisions: readonly ConfigurationRevision[] }>('/api/configuration/history');
  if (held === null) return <p class="card narrow">{t.configuration.unavailable}</p>;
  const fields = fieldsOf(held.schema);
  const reload = async () => {
    await Promise.all([reloadHeld(), history.reload()]);
  };
  const ask = async (path: string, method: 'PATCH' | 'POST', body: object) => {
    const full = { revision: held.revision, ...body };
    const outcome = await request<ConfigurationOutcome>(method, `/api/configuration${path}`, { body: full });
    if (outcome.outcome === 'applied') await reload();
    return outcome;
  };
  return (
    <div class="columns configuration">
      <SettingsForm
        key={held.revision}
        held={held}
        fields={fields}
        onApply={(settings: Settings) => ask('', 'PATCH', { settings })}
      />
      <div class="stack">
        <BrokerCard />
        <HistoryCard
          revisions={history.value?.revisions ?? []}
          fields={fields}
          onRestore={(to) => ask('/restore', 'POST', { to })}
        />
        <FileCard held={held} fields={fields} onImport={(file) => ask('/import', 'POST', { file })} />
      </div>
    </div>
  );
}
