// The revisions of the configuration, newest first, each with what it changed, and the way back.
import { useSignal } from '@preact/signals';
import type { ConfigurationRevision } from '../../../../shared/link-configuration.ts';
import { Changes } from '../../parts/changes.tsx';
import { Refusal } from '../../state/api.ts';
import type { Field, Json } from '../../state/schema-form.ts';
import { t } from '../../strings/strings.ts';

interface HistoryCardProps {
  readonly revisions: readonly ConfigurationRevision[];
  readonly fields: readonly Field[];
  readonly onRestore: (to: number) => Promise<unknown>;
}

const SHOWN = 10;

export function HistoryCard({ revisions, fields, onRestore }: HistoryCardProps) {
  const failure = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const restore = async (to: number) => {
    isBusy.value = true;
    failure.value = null;
    await onRestore(to).catch((error: unknown) => {
      failure.value = error instanceof Refusal ? error.message : t.errors.unknown;
    });
    isBusy.value = false;
  };
  return (
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title">{t.configuration.history}</h2>
      <p class="failure" role="alert">
        {failure.value}
      </p>
      {revisions.length === 0 && <p>{t.configuration.noHistory}</p>}
      <ol class="revisions">
        {revisions.slice(0, SHOWN).map((revision, index) => (
          <li key={revision.revision}>
            <Revision revision={revision} fields={fields} />
            <button
              type="button"
              class="quiet"
              disabled={isBusy.value}
              onClick={() => void restore(index === 0 ? revision.revision - 1 : revision.revision)}
            >
              {index === 0 ? t.configuration.undo : t.configuration.backTo(revision.revision)}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Revision({
  revision,
  fields,
}: {
  readonly revision: ConfigurationRevision;
  readonly fields: readonly Field[];
}) {
  const { at, clock, act, by, changes, revision: number } = revision;
  const words = t.configuration;
  const known = changes.map(({ key, from, to }) => ({ key, from: from as Json, to: to as Json }));
  return (
    <div>
      <p>
        <strong>{words.revision(number)}</strong>{' '}
        <small>
          <time dateTime={at}>{new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}</time>
          {clock !== 'synced' && ` (${words.clockUnsure})`}, {words.acts[act]} {by ?? words.fleet}
        </small>
      </p>
      <Changes changes={known} fields={fields} label={words.revision(number)} />
    </div>
  );
}
